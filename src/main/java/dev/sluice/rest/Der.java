package dev.sluice.rest;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// Writes ASN.1 values in DER (ITU-T X.690), as far as a certificate needs them. Reading is left to
/// the JDK.
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  /// Up to this length it stands in one byte.
  private static final int SHORT = 0x7f;

  /// The first year that `UTCTime` cannot tell (RFC 5280, section 4.1.2.5).
  private static final int LONG_YEARS = 2050;

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] yes() {
    return value(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] bits(byte[] bytes) {
    return value(BIT_STRING, new byte[1], bytes);
  }

  static byte[] octets(byte[] bytes) {
    return value(OCTET_STRING, bytes);
  }

  static byte[] text(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant time) {
    return time.atZone(ZoneOffset.UTC).getYear() < LONG_YEARS
        ? value(UTC_TIME, ascii(UTC.format(time)))
        : value(GENERALIZED_TIME, ascii(GENERALIZED.format(time)));
  }

  /// @param numbers between dots
  static byte[] identifier(String numbers) {
    var parts = Arrays.stream(numbers.split("\\.")).mapToInt(Integer::parseInt).toArray();
    var bytes = new ByteArrayOutputStream();
    bytes.write(parts[0] * 40 + parts[1]);
    for (int i = 2; i < parts.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (parts[i] >> shift != 0) {
          bytes.write(((parts[i] >> shift) & 0x7f) | 0x80);
        }
      }
      bytes.write(parts[i] & 0x7f);
    }
    return value(OBJECT_IDENTIFIER, bytes.toByteArray());
  }

  /// `[number]` around whole values.
  static byte[] around(int number, byte[]... parts) {
    return value(CONTEXT | CONSTRUCTED | number, parts);
  }

  /// `[number]` in place of a value's own tag.
  static byte[] as(int number, byte[] content) {
    return value(CONTEXT | number, content);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] value(int tag, byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    bytes.write(tag);
    if (length <= SHORT) {
      bytes.write(length);
    } else {
      var digits = BigInteger.valueOf(length).toByteArray();
      int from = digits[0] == 0 ? 1 : 0;
      bytes.write(0x80 | (digits.length - from));
      bytes.write(digits, from, digits.length - from);
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
