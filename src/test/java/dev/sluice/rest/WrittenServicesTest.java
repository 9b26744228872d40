package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Services in lists")
class WrittenServicesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  private final WrittenServices written = new WrittenServices();

  private static ServiceView service(String name, boolean publicAccess) {
    var traffic = new TrafficView(TrafficPolicy.ByPercent.OFF, 1, NOW, "tester");
    return new ServiceView(
        new ServiceName(name),
        name + ".localhost",
        publicAccess,
        ServiceView.State.NORMAL,
        traffic,
        List.of(),
        1,
        NOW,
        NOW);
  }

  @Test
  @DisplayName("are written once for each view, as they would be alone")
  void once() {
    var shop = service("shop", true);
    var page = new Page<>(List.of(shop, service("bank", true)), 2);

    var first = written.of(page);
    var second = written.of(page);

    assertSame(first.getFirst(), second.getFirst());
    assertEquals(Json.write(page.items()), Json.write(first));
  }

  @Test
  @DisplayName("are written anew when they have changed")
  void changed() {
    var before = written.of(new Page<>(List.of(service("shop", true)), 1));
    var after = written.of(new Page<>(List.of(service("shop", false)), 1));

    assertNotSame(before.getFirst(), after.getFirst());
    assertEquals(Json.write(Map.of("items", List.of(service("shop", false)))), itemsOf(after));
  }

  private static String itemsOf(List<?> items) {
    return Json.write(Map.of("items", items));
  }

  @Test
  @DisplayName("of deleted services are not remembered for ever")
  void forgotten() {
    for (int i = 0; i < 1_000; i++) {
      var name = "shop-" + i;
      assertEquals(1, written.of(new Page<>(List.of(service(name, true)), 1)).size());
    }
    assertTrue(written.remembered() <= 103, "remembers " + written.remembered());
  }
}
