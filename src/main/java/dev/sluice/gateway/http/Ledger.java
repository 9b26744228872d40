package dev.sluice.gateway.http;

import dev.sluice.gateway.figures.LoopFigures;
import dev.sluice.gateway.route.Refusal;
import org.jspecify.annotations.Nullable;

/// Notes what became of each request. One for each event loop, used on it only.
final class Ledger {
  private final LoopFigures figures;

  Ledger(LoopFigures figures) {
    this.figures = figures;
  }

  /// A request that had an instance has ended.
  ///
  /// @param status of its answer, or what best says why it has none
  /// @param made what the gateway answered in the instance's stead; null when the instance answered
  void ended(Exchange exchange, int status, @Nullable Refusal made) {
    var claim = exchange.claim();
    var counters = figures.of(claim.instance(), claim.version());
    counters.ended(status, System.nanoTime() - exchange.began());
    counters.bytes(exchange.bytesIn(), exchange.bytesOut());
    if (exchange.retried()) {
      counters.retried();
    }
    if (made != null) {
      counters.gatewayError(made.reason());
    }
  }

  /// A request reached no instance.
  ///
  /// @param request null when it could not be read
  void refused(Refusal refusal, @Nullable IncomingRequest request) {
    figures.refused(refusal.service(), refusal.version(), refusal.reason(), refusal.status());
  }
}
