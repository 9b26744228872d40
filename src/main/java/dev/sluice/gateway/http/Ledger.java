package dev.sluice.gateway.http;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.access.AccessEntry;
import dev.sluice.gateway.access.AccessEntry.Answered;
import dev.sluice.gateway.access.AccessEntry.Asked;
import dev.sluice.gateway.access.AccessLog;
import dev.sluice.gateway.access.LoggedPath;
import dev.sluice.gateway.figures.LoopFigures;
import dev.sluice.gateway.route.Refusal;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Notes what became of each request: counts it, and logs it where that is wanted. One for each
/// event loop, used on it only.
final class Ledger {
  private static final String REQUEST_ID = "X-Request-Id";
  private static final int LONGEST_ID = 128;

  private final LoopFigures figures;
  private final @Nullable AccessLog log;
  private final InstantSource clock;
  private int sinceLogged;

  /// @param log null when nothing is logged
  Ledger(LoopFigures figures, @Nullable AccessLog log, InstantSource clock) {
    this.figures = figures;
    this.log = log;
    this.clock = clock;
  }

  /// A request that had an instance has ended.
  ///
  /// @param status of its answer, or what best says why it has none
  /// @param made what the gateway answered in the instance's stead; null when the instance answered
  void ended(Exchange exchange, int status, @Nullable Refusal made) {
    long nanos = System.nanoTime() - exchange.began();
    var claim = exchange.claim();
    var counters = figures.of(claim.instance(), claim.version());
    counters.ended(status, nanos);
    counters.bytes(exchange.bytesIn(), exchange.bytesOut());
    if (exchange.retried()) {
      counters.retried();
    }
    if (made != null) {
      counters.gatewayError(made.reason());
    }
    if (log != null && wanted(log, status, made)) {
      var answered =
          new Answered(
              exchange.statusSent(status),
              made == null ? "" : made.reason(),
              nanos,
              exchange.bytesIn(),
              exchange.bytesOut(),
              exchange.retried() ? 1 : 0);
      var version = claim.version();
      var asked = asked(exchange.request(), exchange.agent().forwarded().address());
      log(log, version.service(), version, claim.instance(), asked, answered);
    }
  }

  /// A request reached no instance.
  ///
  /// @param request null when it could not be read
  /// @param from the user agent's address
  /// @param began as in [Exchange]; what is logged of a request that could not be read has none
  void refused(Refusal refusal, @Nullable IncomingRequest request, String from, long began) {
    figures.refused(refusal.service(), refusal.version(), refusal.reason(), refusal.status());
    if (log != null) {
      long nanos = request == null ? 0 : System.nanoTime() - began;
      var answered = new Answered(refusal.status(), refusal.reason(), nanos, 0, 0, 0);
      var asked = request == null ? new Asked("", "", from, "") : asked(request, from);
      log(log, refusal.service(), refusal.version(), null, asked, answered);
    }
  }

  private boolean wanted(AccessLog to, int status, @Nullable Refusal made) {
    if (status >= 500 || made != null) {
      return true;
    }
    sinceLogged++;
    if (sinceLogged < to.options().every()) {
      return false;
    }
    sinceLogged = 0;
    return true;
  }

  private static Asked asked(IncomingRequest request, String from) {
    var ids = request.headers(REQUEST_ID);
    String id = ids.isEmpty() ? "" : ids.getFirst();
    return new Asked(
        request.method(),
        LoggedPath.of(request.target()),
        from,
        id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID));
  }

  private void log(
      AccessLog to,
      @Nullable ServiceName service,
      @Nullable VersionName version,
      @Nullable InstanceId instance,
      Asked asked,
      Answered answered) {
    to.add(
        new AccessEntry(
            clock.instant(),
            Optional.ofNullable(service),
            Optional.ofNullable(version),
            Optional.ofNullable(instance),
            asked,
            answered));
  }
}
