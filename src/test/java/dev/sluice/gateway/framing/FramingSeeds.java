package dev.sluice.gateway.framing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The short cases of the tables, as seeds for fuzzers: whole, their bodies, and their hosts.
public final class FramingSeeds {
  private static final int LONGEST = 1500;

  private FramingSeeds() {}

  /// The first byte of each says how it is cut; see the fuzzers.
  public static List<byte[]> all() {
    return Stream.concat(FramingCase.requests().stream(), FramingCase.answers().stream())
        .map(FramingCase::bytes)
        .filter(bytes -> bytes.length() < LONGEST)
        .flatMap(bytes -> Stream.of("\7" + bytes, "\7" + body(bytes), host(bytes)))
        .distinct()
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static String body(String bytes) {
    int at = bytes.indexOf("\r\n\r\n");
    return at < 0 ? "" : bytes.substring(at + 4);
  }

  private static String host(String bytes) {
    int at = bytes.indexOf("Host: ");
    int end = bytes.indexOf("\r\n", Math.max(at, 0));
    return at < 0 || end < 0 ? "" : bytes.substring(at + 6, end);
  }
}
