package dev.sluice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Path PAGE = Path.of("docs", "rules.md");
  private static final Path SPECIFICATION = Path.of("..", "shared", "spec", "RULES.md");
  private static final String WRITE = "sluice.rules.write";

  private final List<Rule> rules = rules();
  private final SortedMap<Integer, SortedSet<String>> tests = RuleTests.find();

  @Test
  @DisplayName("every rule has a test that names it")
  void everyRule() {
    var without = new TreeSet<>(IntStream.rangeClosed(1, rules.size()).boxed().toList());
    without.removeAll(tests.keySet());

    assertEquals(Set.of(), without, "rules without a test");
  }

  @Test
  @DisplayName("no test names a rule that is not there")
  void unknown() {
    var strange = new TreeMap<>(tests);
    rules.forEach(rule -> strange.remove(rule.number()));

    assertEquals(new TreeMap<>(), strange);
  }

  @Test
  @DisplayName("docs/rules.md lists the rules with the tests there are now")
  void page() throws IOException {
    String page = RulesPage.of(rules, tests);
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }

    assertTrue(
        page.equals(Files.exists(PAGE) ? Files.readString(PAGE) : ""),
        "docs/rules.md is not what the tests say; run"
            + " 'mvn -q test -Dtest=RulesTest -Dsluice.rules.write=true' to write it anew");
  }

  @Test
  @DisplayName("the rules are those of the specification, word for word")
  void specification() throws IOException {
    assumeTrue(Files.exists(SPECIFICATION), "the specification is not beside the project");

    assertEquals(Rule.parse(Files.readAllLines(SPECIFICATION)), rules);
  }

  @Test
  @DisplayName("the rules are numbered from 1 without a gap")
  void numbers() {
    assertEquals(
        IntStream.rangeClosed(1, 73).boxed().toList(), rules.stream().map(Rule::number).toList());
  }

  @Test
  @DisplayName("the numbers of rules are found wherever they stand in a name")
  void found() {
    String name = "R19, R20 of PR7, R20x and RR1 hold (R73)";

    assertEquals(Set.of(19, 20, 73), RuleTests.numbers(name));
  }

  private static List<Rule> rules() {
    try (var in = Objects.requireNonNull(RulesTest.class.getResourceAsStream("rules.md"))) {
      return Rule.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
