package dev.sluice.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values at and beyond the edges of what is expected.
final class Values {
  /// Texts that are no JSON value, or one that no field takes.
  static final List<String> NO_JSON =
      List.of(
          "NaN",
          "Infinity",
          "-Infinity",
          "0x10",
          "01",
          "+1",
          ".5",
          "1.",
          "'text'",
          "text",
          "undefined",
          "/**/1",
          "\"\\x41\"",
          "\"a\nb\"",
          "\"unclosed",
          "[1,]",
          "{,}",
          "1e2147483648",
          "9".repeat(2_000));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "shop",
          "shop-001",
          "shop-002",
          "shop-999999999",
          "SHOP",
          "shop.1",
          "..",
          "../../etc/passwd",
          "/etc/passwd",
          "/dev/zero",
          "C:\\boot.ini",
          "a/b",
          "\u0000",
          "a\u0000b",
          "\r\nX-Injected: 1",
          "\u001b[2J",
          "\u202egnp.exe",
          "\ud83d\ude00",
          "\ud800",
          "\udc00\ud800",
          "中文",
          "e\u0301",
          "{service}",
          "{{7*7}}",
          "${PORT}",
          "%s%n%1000000d",
          "[",
          "[]",
          "[z-a]",
          "*".repeat(400) + "b",
          "'; DROP TABLE version; --",
          "<script>alert(1)</script>",
          "sha256:" + "0".repeat(64),
          "sha256:zz",
          "version:shop-001",
          "snapshot:shop-001.1",
          "snapshot:nobody.1",
          "op-000001",
          "op-999999999999999999",
          "NaN",
          "9".repeat(400),
          "x".repeat(40_000),
          "\"".repeat(300),
          "\uffff".repeat(3_000));

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "50",
          "51",
          "100",
          "101",
          "0.1",
          "1.0",
          "-0.0",
          "1.5",
          "65535",
          "65536",
          "86400",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "1e5",
          "1e-5",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "0.30000000000000000000000000000000000000000000001");

  private Values() {}

  static String text(SplittableRandom random) {
    if (random.nextInt(8) == 0) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.appendCodePoint(random.nextInt(0x3000));
      }
      return text.toString();
    }
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  static JsonNode number(SplittableRandom random) {
    String text = NUMBERS.get(random.nextInt(NUMBERS.size()));
    boolean isWhole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    return isWhole
        ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
        : JsonNodeFactory.instance.numberNode(new BigDecimal(text));
  }
}
