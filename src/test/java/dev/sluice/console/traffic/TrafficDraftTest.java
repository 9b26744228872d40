package dev.sluice.console.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByPercent;
import dev.sluice.engine.api.FakeDeploymentEngine;
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
}
