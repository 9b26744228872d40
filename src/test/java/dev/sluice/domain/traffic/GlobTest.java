package dev.sluice.domain.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.domain.service.InvalidValueException;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "beta,        beta,      true",
        "beta,        Beta,      false",
        "beta,        betas,     false",
        "beta*,       beta-7,    true",
        "beta*,       beta,      true",
        "*beta,       alphabeta, true",
        "*a*b*,       xxaxxbxx,  true",
        "*a*b*,       xxbxxaxx,  false",
        "v?,          v1,        true",
        "v?,          v,         false",
        "v?,          v12,       false",
        "?,           🚀,         true",
        "[abc]x,      bx,        true",
        "[abc]x,      dx,        false",
        "[a-c]x,      bx,        true",
        "[a-c]x,      -x,        false",
        "[!a-c]x,     dx,        true",
        "[!a-c]x,     ax,        false",
        "[]]x,        ]x,        true",
        "[*],         *,         true",
        "[*],         a,         false",
        "'',          '',        true",
        "'',          a,         false",
        "*,           '',        true",
        "a.c,         abc,       false"
      })
  @DisplayName("R29 a glob fits the whole value: any run, one character, a class, case counts")
  void fits(String glob, String value, boolean expected) {
    assertEquals(expected, Glob.parse("value", glob).matches(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a[bc", "[]", "[!]", "x[!"})
  @DisplayName("R29 a class without its end is refused, and the answer says how to write it")
  void openClass(String glob) {
    var refused =
        assertThrows(InvalidValueException.class, () -> Glob.parse("rules[0].value", glob));
    assertEquals("rules[0].value", refused.violations().getFirst().field());
    assertEquals("globClass", refused.violations().getFirst().code());
  }

  @Test
  @DisplayName("R29 a glob longer than 200 characters is refused")
  void tooLong() {
    assertThrows(InvalidValueException.class, () -> Glob.parse("value", "a".repeat(201)));
  }

  @Test
  @DisplayName(
      "R29 a glob of runs, single characters and letters fits what its regular expression fits")
  void likeRegularExpressions() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String glob = text(random, "ab*?");
      String value = text(random, "ab");
      boolean expected = Pattern.matches(glob.replace("*", ".*").replace("?", "."), value);
      assertEquals(
          expected,
          Glob.parse("value", glob).matches(value),
          "seed %d: %s %s".formatted(seed, glob, value));
    }
  }

  private static String text(SplittableRandom random, String letters) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
