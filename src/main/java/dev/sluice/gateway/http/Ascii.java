package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// The character classes of RFC 9110 that messages are checked against, on bytes.
final class Ascii {
  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] FIELD_VALUE = new boolean[256];
  private static final byte[] LOWER_CASE = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean capital = c >= 'A' && c <= 'Z';
      LOWER_CASE[c] = (byte) (capital ? c + ('a' - 'A') : c);
      TOKEN[c] = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      FIELD_VALUE[c] = (c >= ' ' && c != 0x7f) || c == '\t';
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private Ascii() {}

  /// A method or header name.
  static boolean isToken(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!TOKEN[bytes[i] & 0xff]) {
        return false;
      }
    }
    return to > from;
  }

  /// A header value: visible, space, tab, or above ASCII; no NUL, CR or other control character.
  static boolean isFieldValue(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!FIELD_VALUE[bytes[i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  static boolean isFieldValue(byte one) {
    return FIELD_VALUE[one & 0xff];
  }

  /// A request target: visible ASCII without a fragment.
  static boolean isTarget(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte c = bytes[i];
      if (c <= ' ' || c == 0x7f || c == '#') {
        return false;
      }
    }
    return to > from;
  }

  static boolean isBlank(byte one) {
    return one == ' ' || one == '\t';
  }

  /// Whether the ASCII text `lowerCase` stands at these places of `bytes`, in any case.
  static boolean equalsLowerCase(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (LOWER_CASE[bytes[from + i] & 0xff] != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The value of a hexadecimal digit; -1 for anything else.
  static int hexadecimal(byte one) {
    if (one >= '0' && one <= '9') {
      return one - '0';
    }
    int lower = LOWER_CASE[one & 0xff];
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static void writeLineEnd(ByteBuf out) {
    out.writeShort('\r' << 8 | '\n');
  }

  /// Writes a whole header field.
  static void writeField(ByteBuf out, String name, String value) {
    ByteBufUtil.writeAscii(out, name);
    out.writeShort(':' << 8 | ' ');
    out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    writeLineEnd(out);
  }

  /// Writes a number in decimal digits.
  static void writeNumber(ByteBuf out, long number) {
    if (number >= 10) {
      writeNumber(out, number / 10);
    }
    out.writeByte((int) ('0' + number % 10));
  }
}
