package dev.sluice.gateway.framing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// One line of a table: bytes that one side sends, and what must come of them.
///
/// @param section heading it stands under
/// @param expected as written in the table
/// @param request in the table of answers: which request is answered; empty in that of requests
/// @param why a section of an RFC, the family of an attack, or our own reason
/// @param checks what the other side must get (`+text`) or must not (`-text`)
record FramingCase(
    String section,
    String expected,
    String name,
    String request,
    String bytes,
    String why,
    List<String> checks) {

  static List<FramingCase> requests() {
    return read("requests.txt", false);
  }

  static List<FramingCase> answers() {
    return read("answers.txt", true);
  }

  private static List<FramingCase> read(String table, boolean answers) {
    var cases = new ArrayList<FramingCase>();
    String section = "";
    for (String line : text(table).split("\n", -1)) {
      if (line.startsWith("== ")) {
        section = line.substring(3);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        cases.add(of(section, line, answers));
      }
    }
    return cases;
  }

  private static FramingCase of(String section, String line, boolean answers) {
    var columns = new ArrayList<>(Arrays.asList(line.split(Pattern.quote(" | "), -1)));
    if (!answers) {
      columns.add(2, "");
    }
    if (columns.size() < 5 || columns.size() > 6) {
      throw new IllegalArgumentException("not a case: " + line);
    }
    var checks =
        columns.size() < 6
            ? List.<String>of()
            : Arrays.stream(columns.get(5).split(" & ", -1)).map(CaseText::decode).toList();
    return new FramingCase(
        section,
        columns.get(0),
        columns.get(1),
        columns.get(2),
        CaseText.decode(columns.get(3)),
        columns.get(4),
        checks);
  }

  private static String text(String table) {
    try (var in = FramingCase.class.getResourceAsStream(table)) {
      if (in == null) {
        throw new IOException(table + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The statuses of all answers.
  List<Integer> statuses() {
    return Pattern.compile("[0-9]+")
        .matcher(expected)
        .results()
        .map(found -> Integer.valueOf(found.group()))
        .toList();
  }

  /// How many requests must reach the origin whole.
  int passed() {
    return (int) statuses().stream().filter(status -> status == 200).count();
  }

  /// Whether the gateway waits for more before it gives up.
  boolean patient() {
    return expected.equals("408") || expected.equals("closed");
  }

  /// What of the checks `bytes` fail; empty when all is well.
  List<String> failedChecks(String bytes) {
    return checks.stream()
        .filter(check -> bytes.contains(check.substring(1)) != check.startsWith("+"))
        .map(CaseText::encode)
        .toList();
  }

  @Override
  public String toString() {
    return section + ": " + name;
  }
}
