package dev.sluice.domain.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a request's query as HTML forms write it: `key=value` separated by `&`, `+` for a space,
/// UTF-8 in percent-encoding.
final class Query {
  private Query() {}

  /// The decoded values of `key`. Those that cannot be decoded are left out, so that they match
  /// nothing (R29). A key without `=` has the empty value.
  static List<String> values(String target, String key) {
    int fragment = target.indexOf('#');
    int end = fragment < 0 ? target.length() : fragment;
    int question = target.indexOf('?');
    if (question < 0 || question >= end) {
      return List.of();
    }
    var values = new ArrayList<String>();
    int at = question + 1;
    while (at <= end) {
      int separator = target.indexOf('&', at);
      int stop = separator < 0 || separator > end ? end : separator;
      int equals = target.indexOf('=', at);
      int keyEnd = equals < 0 || equals > stop ? stop : equals;
      if (keyEnd > at && decode(target, at, keyEnd).filter(key::equals).isPresent()) {
        decode(target, Math.min(keyEnd + 1, stop), stop).ifPresent(values::add);
      }
      at = stop + 1;
    }
    return values;
  }

  private static Optional<String> decode(String text, int from, int to) {
    boolean plain = true;
    for (int i = from; i < to && plain; i++) {
      char c = text.charAt(i);
      plain = c != '%' && c != '+' && c < 0x80;
    }
    return plain ? Optional.of(text.substring(from, to)) : decodeEncoded(text.substring(from, to));
  }

  private static Optional<String> decodeEncoded(String text) {
    byte[] raw = text.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.put(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      // Unlike new String(), a decoder reports what is malformed instead of replacing it.
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
