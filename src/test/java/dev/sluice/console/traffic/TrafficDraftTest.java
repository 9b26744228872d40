package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.traffic.RulesDraft.Rule;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByPercent;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TrafficDraftTest {
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  @BeforeEach
  void twoVersions() {
    Fixtures.service(engine, "shop", 2);
  }

  private TrafficDraft draft() {
    return TrafficDraft.of(engine.getTraffic(Fixtures.SHOP), engine.listVersions(Fixtures.SHOP));
  }

  private TrafficDraft follow(TrafficDraft draft) {
    return draft.follow(engine.getTraffic(Fixtures.SHOP), engine.listVersions(Fixtures.SHOP));
  }

  @Test
  @DisplayName("an untouched draft follows what is in force")
  void follows() {
    var draft = draft();
    engine.setTraffic(Fixtures.SHOP, ByPercent.allTo(Fixtures.SHOP_2), Optional.empty(), "");
    var now = follow(draft);
    assertEquals(100, now.shares().of(Fixtures.SHOP_2));
    assertFalse(now.isStale());
    assertFalse(now.isChanged());
  }

  @Test
  @DisplayName("a touched draft keeps what was put in, and knows that it is stale")
  void keeps() {
    var draft = draft().with(shares -> shares.move(Fixtures.SHOP_2, 20));
    engine.setTraffic(Fixtures.SHOP, ByPercent.allTo(Fixtures.SHOP_2), Optional.empty(), "");
    var now = follow(draft);
    assertEquals(20, now.shares().of(Fixtures.SHOP_2));
    assertTrue(now.isStale());
    assertFalse(now.keep().isStale());
    assertEquals(20, now.keep().shares().of(Fixtures.SHOP_2));
  }

  @Test
  @DisplayName("a version that is deployed meanwhile comes in with 0")
  void newVersion() {
    var draft = draft().with(shares -> shares.move(Fixtures.SHOP_2, 20));
    Fixtures.version(engine, Fixtures.SHOP, 0);
    var now = follow(draft);
    assertEquals(3, now.shares().percent().size());
    assertEquals(20, now.shares().of(Fixtures.SHOP_2));
  }

  @Test
  @DisplayName("an older view of the traffic does not take a newer one back")
  void olderNews() {
    var old = engine.getTraffic(Fixtures.SHOP);
    engine.setTraffic(Fixtures.SHOP, ByPercent.allTo(Fixtures.SHOP_2), Optional.empty(), "");
    var now = draft().follow(old, engine.listVersions(Fixtures.SHOP));
    assertEquals(100, now.shares().of(Fixtures.SHOP_2));
  }

  @Test
  @DisplayName("the button says what it does")
  void effect() {
    var texts = new Texts(Language.ENGLISH);
    var draft = draft();
    TrafficPolicy before = draft.present().policy();
    assertEquals("Nothing to apply", Effect.text(texts, Fixtures.SHOP, before, before));
    assertEquals(
        "Send 20 % to shop-002",
        Effect.text(
            texts, Fixtures.SHOP, before, draft.shares().move(Fixtures.SHOP_2, 20).policy()));
    assertEquals("Take shop off", Effect.text(texts, Fixtures.SHOP, before, ByPercent.OFF));
  }

  private static RulesDraft withRule(RulesDraft draft, String key, String value) {
    int last = draft.rules().size();
    return draft
        .add(Optional.of(Fixtures.SHOP_2))
        .change(last, rule -> rule.withKey(key).withValue(value));
  }

  @Test
  @DisplayName("R31 what is put in for one mode is kept while another one is looked at")
  void modes() {
    var draft =
        draft()
            .in(TrafficMode.URL_PARAMETER)
            .withRules(rules -> withRule(rules, "exp", "b*"))
            .in(TrafficMode.HEADER)
            .withRules(rules -> withRule(rules, "X-Group", "beta"))
            .in(TrafficMode.PERCENT)
            .with(shares -> shares.move(Fixtures.SHOP_2, 20));
    assertEquals(20, draft.policy().orElseThrow().shareOf(Fixtures.SHOP_2).value());
    var byUrl = draft.in(TrafficMode.URL_PARAMETER);
    assertEquals("exp", byUrl.rulesShown().rules().getFirst().key());
    var byHeader = (ByRules) draft.in(TrafficMode.HEADER).policy().orElseThrow();
    assertEquals(TrafficPolicy.Key.HEADER, byHeader.by());
    assertEquals(Fixtures.SHOP_1, byHeader.fallback(), "the version that leads");
  }

  @Test
  @DisplayName("a policy by rules opens in its own mode, unchanged")
  void opensByRules() {
    var policy =
        new ByRules(
            TrafficPolicy.Key.URL_PARAMETER,
            List.of(
                new RouteRule(7, "exp", "b*", Fixtures.SHOP_2),
                new RouteRule(3, "exp", "c", Fixtures.SHOP_1)),
            Fixtures.SHOP_1);
    engine.setTraffic(Fixtures.SHOP, policy, Optional.empty(), "");
    var draft = draft();
    assertEquals(TrafficMode.URL_PARAMETER, draft.mode());
    assertFalse(draft.isChanged());
    assertEquals(List.of(3, 7), draft.rulesShown().rules().stream().map(Rule::priority).toList());
    assertEquals(
        100, draft.in(TrafficMode.PERCENT).shares().of(Fixtures.SHOP_1), "sliders have a start");
  }

  @Test
  @DisplayName("rules that are being typed are kept when the traffic changes, and stale")
  void rulesKept() {
    var draft =
        draft().in(TrafficMode.URL_PARAMETER).withRules(rules -> withRule(rules, "exp", "b*"));
    engine.setTraffic(Fixtures.SHOP, ByPercent.allTo(Fixtures.SHOP_2), Optional.empty(), "");
    var now = follow(draft);
    assertEquals("b*", now.rulesShown().rules().getFirst().value());
    assertTrue(now.isStale());
  }

  @Test
  @DisplayName("a default version chosen by hand is kept too")
  void fallbackKept() {
    engine.setTraffic(
        Fixtures.SHOP,
        new ByRules(TrafficPolicy.Key.HEADER, List.of(), Fixtures.SHOP_1),
        Optional.empty(),
        "");
    var draft = draft().withRules(rules -> rules.withFallback(Fixtures.SHOP_2));
    assertEquals(Optional.of(Fixtures.SHOP_2), follow(draft).rulesShown().fallback());
  }
}
