package dev.sluice.gateway.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The verdicts of several programs on all cases, and the page that shows them.
final class FramingMatrix {
  private final Map<String, List<Verdict>> columns;
  private final List<FramingCase> requests = FramingCase.requests();
  private final List<FramingCase> cases =
      Stream.concat(requests.stream(), FramingCase.answers().stream()).toList();

  /// @param columns by program; ours comes first
  FramingMatrix(Map<String, List<Verdict>> columns) {
    this.columns = columns;
  }

  private Verdict verdict(String program, int row) {
    return columns.getOrDefault(program, List.of()).get(row);
  }

  /// Cases in which two sides may see different messages.
  List<String> dangers(String program) {
    var found = new ArrayList<String>();
    for (int row = 0; row < cases.size(); row++) {
      if (!verdict(program, row).danger().isEmpty()) {
        found.add(cases.get(row) + ": " + verdict(program, row).cell());
      }
    }
    return found;
  }

  /// Requests that this program lets pass and no other one that is safe does.
  List<String> laxer(String program) {
    var found = new ArrayList<String>();
    for (int row = 0; row < requests.size(); row++) {
      if (verdict(program, row).passed() > mostSafelyPassed(program, row)) {
        found.add(cases.get(row) + ": " + verdict(program, row).cell());
      }
    }
    return found;
  }

  private int mostSafelyPassed(String except, int row) {
    return columns.entrySet().stream()
        .filter(column -> !column.getKey().equals(except))
        .map(column -> column.getValue().get(row))
        .filter(verdict -> verdict.danger().isEmpty())
        .mapToInt(Verdict::passed)
        .max()
        .orElse(0);
  }

  /// In Markdown.
  String page() {
    var page = new StringBuilder(intro());
    page.append(summary());
    String section = "";
    for (int row = 0; row < cases.size(); row++) {
      var what = cases.get(row);
      if (!what.section().equals(section) || row == requests.size()) {
        section = what.section();
        String kind = row < requests.size() ? "Requests: " : "Answers: ";
        page.append("\n## ").append(kind).append(section).append("\n| case | ");
        page.append(String.join(" | ", columns.keySet())).append(" | why |\n|---|");
        page.append("---|".repeat(columns.size() + 1)).append('\n');
      }
      page.append("| ").append(what.name()).append(" | ");
      for (String program : columns.keySet()) {
        page.append(verdict(program, row).cell()).append(" | ");
      }
      page.append(what.why()).append(" |\n");
    }
    return page.toString();
  }

  private static String intro() {
    return """
    # Framing: what passes the gateway, beside six others

    Written by `FramingComparisonTest`; the bytes of the cases are in
    [requests.txt](../src/test/resources/dev/sluice/gateway/framing/requests.txt) and
    [answers.txt](../src/test/resources/dev/sluice/gateway/framing/answers.txt). In CI all of them run against our gateway
    (`RequestFramingTest`, `AnswerFramingTest`); this page compares it with others as Debian ships them, each in
    front of one origin that keeps every byte. Only addresses and time-outs are set in them.

    A cell holds the statuses of the answers: for requests 200 comes from the origin, any other one from the program
    itself. *waits*: no answer within 2 s. *cut*: the answer is broken off. *(own)*: a 200 that the program gave itself. In bold what is
    dangerous:

    - **smuggled**: the origin got a request, or the user agent an answer, that stood inside another one.
    - **ambiguous**: what the origin got is read in different ways by servers with one of eight known quirks (bare LF,
      folding, loose names, loose codings, length before coding, last length, loose numbers, loose ends of chunks).
    - **dies**: the program has crashed, in this case or in the one before, and took no connection any more.

    The rule: our gateway is never laxer than the laxest safe one, and no message is seen as two by one side. Where we are stricter
    than others, it is because nobody honest sends such bytes, while two programs in a row that read them
    differently are what request smuggling lives on; the last column says what the standard says.

    """;
  }

  private String summary() {
    var table =
        new StringBuilder(
            "| | requests passed | requests refused | dangerous |\n|---|---|---|---|\n");
    for (String program : columns.keySet()) {
      long passed =
          columns.getOrDefault(program, List.of()).stream()
              .limit(requests.size())
              .filter(verdict -> verdict.passed() > 0)
              .count();
      table.append(
          "| %s | %d | %d | %d |\n"
              .formatted(program, passed, requests.size() - passed, dangers(program).size()));
    }
    return table.toString();
  }
}
