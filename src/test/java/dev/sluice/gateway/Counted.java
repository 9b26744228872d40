package dev.sluice.gateway;

import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.GatewayTotals.Total;
import dev.sluice.engine.port.GatewayTotals.VersionTotal;
import dev.sluice.engine.port.StatusCounts;
import dev.sluice.gateway.control.GatewayLink;
import java.util.TreeMap;

/// What a gateway has counted, once it has counted as much as is waited for.
final class Counted {
  private static final int LIMIT_MILLIS = 30_000;

  private Counted() {}

  /// Waits until `requests` that had an instance are counted.
  ///
  /// @return all versions together
  static Total await(GatewayLink link, long requests) throws Exception {
    return sum(awaitTotals(link, requests));
  }

  static GatewayTotals awaitTotals(GatewayLink link, long requests) throws Exception {
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
    while (true) {
      var totals = link.totals();
      if (sum(totals).statuses().total() >= requests || System.nanoTime() > end) {
        return totals;
      }
      Thread.sleep(20);
    }
  }

  static Total sum(GatewayTotals totals) {
    var statuses = StatusCounts.NONE;
    var errors = new TreeMap<String, Long>();
    long retries = 0;
    long in = 0;
    long out = 0;
    for (VersionTotal version : totals.versions()) {
      var total = version.total();
      statuses = statuses.plus(total.statuses());
      total.gatewayErrors().forEach((reason, n) -> errors.merge(reason, n, Long::sum));
      retries += total.retries();
      in += total.bytesIn();
      out += total.bytesOut();
    }
    return new Total(statuses, errors, retries, in, out);
  }
}
