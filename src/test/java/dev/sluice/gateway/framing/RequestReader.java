package dev.sluice.gateway.framing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads requests one after the other as a server with some quirks does.
public final class RequestReader {
  private final InputStream in;
  private final Set<Quirk> quirks;

  RequestReader(InputStream in, Set<Quirk> quirks) {
    this.in = in;
    this.quirks = quirks;
  }

  /// @param fields by lower-case name; values of a repeated one in order
  record Request(String method, String target, Map<String, List<String>> fields) {
    boolean has(String name, String value) {
      return fields.getOrDefault(name, List.of()).stream().anyMatch(value::equalsIgnoreCase);
    }
  }

  /// How different servers read the same bytes; one reading when they agree.
  public static Set<List<String>> readings(byte[] bytes) {
    var readings = new LinkedHashSet<List<String>>();
    readings.add(read(bytes, Set.of()));
    for (var quirk : Quirk.values()) {
      readings.add(read(bytes, EnumSet.of(quirk)));
    }
    readings.add(read(bytes, EnumSet.allOf(Quirk.class)));
    return readings;
  }

  /// The requests, as method and target; a last `?` stands for what is no request.
  static List<String> read(byte[] bytes, Set<Quirk> quirks) {
    var found = new ArrayList<String>();
    var reader = new RequestReader(new ByteArrayInputStream(bytes), quirks);
    try {
      for (var next = reader.next(); next != null; next = reader.next()) {
        found.add(next.method() + " " + next.target());
      }
    } catch (EOFException e) {
      // The last one is not whole, so no server acts on it.
    } catch (IOException e) {
      found.add("?");
    }
    return found;
  }

  /// The next request, read to its end; null when none comes any more.
  ///
  /// @throws IOException when it is not one
  @Nullable Request next() throws IOException {
    String line = line();
    while (line != null && line.isEmpty()) {
      line = line();
    }
    if (line == null) {
      return null;
    }
    var words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IOException("not a request line: " + line);
    }
    var request = new Request(words[0], words[1], fields());
    skipBody(request.fields());
    return request;
  }

  private Map<String, List<String>> fields() throws IOException {
    var fields = new LinkedHashMap<String, List<String>>();
    List<String> last = null;
    for (String line = wholeLine(); !line.isEmpty(); line = wholeLine()) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (folded && quirks.contains(Quirk.FOLDING) && last != null) {
        last.set(last.size() - 1, (last.getLast() + " " + line.strip()).strip());
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not a header: " + line);
      }
      last = fields.computeIfAbsent(name(line.substring(0, colon)), _ -> new ArrayList<>());
      last.add(line.substring(colon + 1).strip());
    }
    return fields;
  }

  private String name(String written) throws IOException {
    if (quirks.contains(Quirk.LOOSE_NAMES)) {
      return written.replaceAll("[\\x00- \\x7f-\\xff]", "").toLowerCase(Locale.ROOT);
    }
    if (!written.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IOException("not a name: " + written);
    }
    return written.toLowerCase(Locale.ROOT);
  }

  private void skipBody(Map<String, List<String>> fields) throws IOException {
    var codings = fields.getOrDefault("transfer-encoding", List.of());
    var lengths = fields.getOrDefault("content-length", List.of());
    if (isChunked(codings) && !(quirks.contains(Quirk.LENGTH_FIRST) && !lengths.isEmpty())) {
      skipChunks();
    } else if (!lengths.isEmpty()) {
      String length = quirks.contains(Quirk.LAST_LENGTH) ? lengths.getLast() : lengths.getFirst();
      skip(number(length, 10));
    }
  }

  private boolean isChunked(List<String> codings) {
    String all = String.join(",", codings).toLowerCase(Locale.ROOT);
    return quirks.contains(Quirk.LOOSE_CODING) ? all.contains("chunked") : all.equals("chunked");
  }

  private void skipChunks() throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      skip(size);
      if (quirks.contains(Quirk.LOOSE_CHUNK_ENDS)) {
        skip(2);
      } else if (!wholeLine().isEmpty()) {
        throw new IOException("a chunk is longer than its size");
      }
    }
    var _ = fields();
  }

  private long chunkSize() throws IOException {
    String line = wholeLine();
    int semicolon = line.indexOf(';');
    return number(semicolon < 0 ? line : line.substring(0, semicolon), 16);
  }

  private long number(String text, int radix) throws IOException {
    String digits =
        quirks.contains(Quirk.LOOSE_NUMBERS)
            ? text.strip().replaceFirst(radix == 16 ? "[^0-9a-fA-F].*" : "[^0-9].*", "")
            : text;
    if (!digits.matches("[0-9a-fA-F]{1,15}")) {
      throw new IOException("not a number: " + text);
    }
    return Long.parseLong(digits, radix);
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  private String wholeLine() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException();
    }
    return line;
  }

  /// Without its end; null when there is nothing any more.
  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    int last = -1;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n' && (last == '\r' || quirks.contains(Quirk.BARE_LF))) {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return last == '\r' ? text.substring(0, text.length() - 1) : text;
      }
      line.write(next);
      last = next;
    }
    if (line.size() > 0) {
      throw new EOFException();
    }
    return null;
  }
}
