package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.GatewayTotals.InstanceTotal;
import dev.sluice.engine.port.GatewayTotals.LatencyTotal;
import dev.sluice.engine.port.GatewayTotals.Total;
import dev.sluice.engine.port.GatewayTotals.VersionTotal;
import dev.sluice.engine.port.StatusCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName FIRST = new VersionName(SHOP, 1);
  private static final Total TOTAL =
      new Total(
          new StatusCounts(1, 100, 2, 30, 7),
          new TreeMap<>(Map.of("origin-timeout", 3L, "odd \"reason\"\\\n", 1L)),
          4,
          5_000,
          1L << 50);

  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  private static GatewayTotals totals() {
    var buckets = new ArrayList<>(Collections.nCopies(LatencyTotal.BOUNDS.size() + 1, 0L));
    buckets.set(0, 40L);
    buckets.set(3, 90L);
    buckets.set(LatencyTotal.BOUNDS.size(), 10L);
    return new GatewayTotals(
        List.of(new InstanceTotal(new InstanceId("shop-001-i1"), FIRST, TOTAL, 9)),
        List.of(new VersionTotal(FIRST, TOTAL, new LatencyTotal(buckets, 123_456_789))),
        List.of(
            new Refused(Optional.of(SHOP), Optional.of(FIRST), "no-instance", 503, 6),
            new Refused(Optional.empty(), Optional.empty(), "bad-request", 400, 8)),
        12);
  }

  private ExpositionFormat parsed(GatewayCounts counts) {
    return ExpositionFormat.parse(PrometheusText.of(engine, counts));
  }

  @Test
  @DisplayName("what the gateway counted is there, by version and by instance, in proper form")
  void counts() {
    engine.createService(SHOP, true);

    var text = parsed(PrometheusTextTest::totals);

    assertEquals(1, text.sum("sluice_gateway_up"));
    assertEquals(140, text.sum("sluice_version_requests_total", "version", "shop-001"));
    assertEquals(7, text.sum("sluice_version_requests_total", "code", "5xx"));
    assertEquals(140, text.sum("sluice_instance_requests_total", "instance", "shop-001-i1"));
    assertEquals(12, text.sum("sluice_access_log_dropped_lines_total"));
    assertEquals(9, text.sum("sluice_instance_requests_in_flight"));
    assertEquals(3, text.sum("sluice_version_gateway_errors_total", "reason", "origin-timeout"));
    assertEquals(
        1, text.sum("sluice_version_gateway_errors_total", "reason", "odd \"reason\"\\\n"));
    assertEquals(0x1p50, text.sum("sluice_version_response_body_bytes_total"));
    assertEquals(6, text.sum("sluice_refused_requests_total", "service", "shop", "code", "503"));
    assertEquals(8, text.sum("sluice_refused_requests_total", "version", ""));
    assertEquals(130, text.sum("sluice_version_request_duration_seconds_bucket", "le", "0.005"));
    assertEquals(140, text.sum("sluice_version_request_duration_seconds_count"));
    assertEquals(123.456789, text.sum("sluice_version_request_duration_seconds_sum"), 1e-9);
  }

  @Test
  @DisplayName("without an answer of the gateway its counts are missing, not 0, and that is said")
  void gatewayAway() {
    engine.createService(SHOP, true);

    var text = parsed(GatewayCounts.none());

    assertEquals(0, text.sum("sluice_gateway_up"));
    assertTrue(text.samples().stream().noneMatch(sample -> sample.name().contains("_total")));
    assertEquals(1, text.sum("sluice_services"));
  }

  @Test
  @DisplayName("every service is there, however many there are")
  void many() {
    for (int i = 0; i < 1_200; i++) {
      engine.createService(new ServiceName("s" + i), true);
    }

    assertEquals(1_200, parsed(GatewayCounts.none()).sum("sluice_services"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1",
        "# TYPE a gauge\na 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"\\t\"} 1\n",
        "# HELP a x\n# TYPE a gauge\na  1\n",
        "# HELP a x\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a x\n# TYPE a counter\na 1\n",
        "# HELP a x\n# TYPE a gauge\nb 1\n",
        "# HELP a x\n# TYPE a gauge\na 1e\n",
        "# HELP a x\n# TYPE a gauge\n# HELP b x\n# TYPE b gauge\n# HELP a x\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
      })
  @DisplayName("the reader that these tests trust refuses what breaks the format")
  void strict(String text) {
    assertThrows(IllegalArgumentException.class, () -> ExpositionFormat.parse(text));
  }
}
