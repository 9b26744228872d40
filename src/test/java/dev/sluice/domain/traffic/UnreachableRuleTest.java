package dev.sluice.domain.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreachableRuleTest {
  private static final VersionName VERSION = new VersionName(new ServiceName("shop"), 1);

  private static List<RouteRule> rules(String... keysAndValues) {
    var rules = new ArrayList<RouteRule>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      rules.add(new RouteRule(10 + 5 * i, keysAndValues[i], keysAndValues[i + 1], VERSION));
    }
    return rules;
  }

  private static List<UnreachableRule> among(String... keysAndValues) {
    return UnreachableRule.among(TrafficPolicy.Key.URL_PARAMETER, rules(keysAndValues));
  }

  @ParameterizedTest(name = "{0} takes all of {1}")
  @CsvSource({
    "*, a",
    "a*, a?",
    "a*, abc",
    "*b*, abc",
    "?*, a*b",
    "[a-z], [b-d]",
    "[!0-9], x",
    "*a*b*, aabb",
    "**, ''",
    "[a-c]*, b*",
    "*, 版本*",
    "a[*]b, a[*]b"
  })
  @DisplayName("R27 a rule behind one that takes each of its values never decides")
  void covered(String first, String second) {
    assertEquals(List.of(new UnreachableRule(20, List.of(10))), among("to", first, "to", second));
  }

  @ParameterizedTest(name = "{0} leaves something of {1}")
  @CsvSource({
    "a, a*",
    "a?, a*",
    "[b-d], [a-d]",
    "[!0-9], ?",
    "*b, *",
    "a*b, ab*",
    "'', *",
    "a[*]b, a*b"
  })
  @DisplayName("R27 a rule that fits a value the one before does not fit is reached")
  void reached(String first, String second) {
    assertEquals(List.of(), among("to", first, "to", second));
  }

  @Test
  @DisplayName("R27 rules that only together take every value are all named")
  void together() {
    assertEquals(
        List.of(new UnreachableRule(40, List.of(10, 20, 30))),
        among("to", "[a-m]*", "to", "[!a-m]*", "to", "", "to", "*"));
  }

  @Test
  @DisplayName("R29 a rule whose pattern fits no value at all is named without another one")
  void fitsNothing() {
    assertEquals(List.of(new UnreachableRule(10, List.of())), among("to", "[z-a]"));
  }

  @Test
  @DisplayName("R26 rules for other keys take nothing away")
  void otherKeys() {
    assertEquals(List.of(), among("to", "*", "from", "x", "TO", "x"));
  }

  @Test
  @DisplayName("R32 names of headers are the same in any case")
  void headers() {
    assertEquals(
        List.of(new UnreachableRule(20, List.of(10))),
        UnreachableRule.among(TrafficPolicy.Key.HEADER, rules("X-Group", "*", "x-group", "beta")));
  }

  @Test
  @DisplayName("a pattern that would take too long to compare is not called unreachable")
  void tooMuch() {
    var many = new StringBuilder("*");
    for (int i = 0; i < 40; i++) {
      many.append("a*?b");
    }
    assertEquals(List.of(), among("to", many.toString(), "to", many + "c*"));
  }

  @Test
  @DisplayName("R27 what random rules say agrees with trying every short value")
  void random() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int run = 0; run < 3_000; run++) {
      var first = glob(random);
      var second = glob(random);
      var left = GlobCover.of(second, List.of(first));
      String what = "seed " + seed + ": " + first + " before " + second;
      boolean only = values().stream().anyMatch(v -> second.matches(v) && !first.matches(v));
      boolean any = values().stream().anyMatch(second::matches);
      if (only) {
        assertEquals(GlobCover.Left.SOMETHING, left, what);
      } else if (any) {
        assertFalse(left == GlobCover.Left.EMPTY, what);
      }
      if (left == GlobCover.Left.NOTHING || left == GlobCover.Left.EMPTY) {
        assertFalse(only, what);
      }
    }
  }

  private static Glob glob(Random random) {
    var parts = List.of("a", "b", "?", "*", "[ab]", "[!a]");
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return Glob.parse("value", text.toString());
  }

  /// Every value of up to four of these letters.
  private static List<String> values() {
    var all = new ArrayList<String>(List.of(""));
    for (int from = 0, length = 0; length < 4; length++) {
      int to = all.size();
      for (; from < to; from++) {
        for (String letter : List.of("a", "b", "c")) {
          all.add(all.get(from) + letter);
        }
      }
    }
    return all;
  }
}
