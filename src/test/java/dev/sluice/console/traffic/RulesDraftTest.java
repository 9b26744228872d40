package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.traffic.RulesDraft.Rule;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.domain.traffic.UnreachableRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RulesDraftTest {
  private static RulesDraft draft(TrafficPolicy.Key by, String... keysAndValues) {
    var draft = RulesDraft.of(TrafficPolicy.ByPercent.OFF, by, Optional.of(Fixtures.SHOP_1));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      String key = keysAndValues[i];
      String value = keysAndValues[i + 1];
      draft =
          draft
              .add(Optional.of(Fixtures.SHOP_2))
              .change(i / 2, rule -> rule.withKey(key).withValue(value));
    }
    return draft;
  }

  private static List<String> values(RulesDraft draft) {
    return draft.rules().stream().map(Rule::value).toList();
  }

  private static List<Integer> priorities(RulesDraft draft) {
    return draft.rules().stream().map(Rule::priority).toList();
  }

  private static List<String> fields(RulesDraft draft, int index) {
    return draft.violations(index).stream().map(Violation::field).toList();
  }

  @Test
  @DisplayName("R27 a moved rule takes the place of another, and the priorities keep their order")
  void move() {
    var draft = draft(TrafficPolicy.Key.URL_PARAMETER, "to", "a", "to", "b", "to", "c");
    var moved = draft.move(2, 0);
    assertEquals(List.of("c", "a", "b"), values(moved));
    assertEquals(List.of(10, 20, 30), priorities(moved));
    assertEquals(draft, moved.move(0, 2));
    assertEquals(draft, draft.move(0, -1), "there is nothing above the first");
  }

  @Test
  @DisplayName("a policy that nobody touches is the same policy, whatever its priorities")
  void untouched() {
    var policy =
        new ByRules(
            TrafficPolicy.Key.HEADER,
            List.of(
                new RouteRule(1, "X-A", "1", Fixtures.SHOP_2),
                new RouteRule(999_999, "X-B", "?", Fixtures.SHOP_1)),
            Fixtures.SHOP_1);
    var draft = RulesDraft.of(policy, TrafficPolicy.Key.HEADER, Optional.empty());
    assertEquals(Optional.of(policy), draft.policy());
    assertEquals(List.of(10, 20, 30), priorities(draft.add(Optional.empty())), "no room behind");
  }

  @Test
  @DisplayName("R27 removing a rule leaves the others their priorities")
  void remove() {
    var draft = draft(TrafficPolicy.Key.URL_PARAMETER, "to", "a", "to", "b", "to", "c").remove(1);
    assertEquals(List.of("a", "c"), values(draft));
    assertEquals(List.of(10, 30), priorities(draft));
  }

  @Test
  @DisplayName("R73 what is wrong with a rule is said by the engine's own rules, per field")
  void violations() {
    var draft =
        draft(TrafficPolicy.Key.URL_PARAMETER, "", "a", "to", "[a", "to", "ok")
            .add(Optional.empty());
    assertEquals(List.of("key"), fields(draft, 0));
    assertEquals(List.of("value"), fields(draft, 1));
    assertEquals(List.of(), fields(draft, 2));
    assertEquals(List.of("version"), fields(draft, 3));
    assertTrue(draft.policy().isEmpty());
    assertEquals(List.of("key"), fields(draft(TrafficPolicy.Key.HEADER, "not a header", "x"), 0));
  }

  @Test
  @DisplayName("R28 without a default version there is no policy")
  void fallback() {
    var draft =
        RulesDraft.of(TrafficPolicy.ByPercent.OFF, TrafficPolicy.Key.HEADER, Optional.empty());
    assertTrue(draft.policy().isEmpty());
    assertTrue(draft.withFallback(Fixtures.SHOP_1).policy().isPresent());
  }

  @Test
  @DisplayName("R27 a rule that can never decide is found among those that are complete")
  void unreachable() {
    var draft = draft(TrafficPolicy.Key.URL_PARAMETER, "to", "*", "to", "[", "to", "b");
    assertEquals(List.of(new UnreachableRule(30, List.of(10))), draft.unreachable());
    assertEquals(List.of(), draft.move(2, 0).unreachable());
  }
}
