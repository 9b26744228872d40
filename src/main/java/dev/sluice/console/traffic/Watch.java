package dev.sluice.console.traffic;

import dev.sluice.console.widgets.Figures;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RateDifference;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionMetrics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Two versions beside each other, in figures; what is not known is a dash.
///
/// @param stable what was measured of the one that serves
/// @param newer of the one that is to take over
record Watch(Optional<VersionMetrics> stable, Optional<VersionMetrics> newer) {

  /// How the new version does, where the difference is more than chance.
  enum Verdict {
    BETTER,
    WORSE
  }

  /// One figure of both.
  ///
  /// @param key of its name
  record Line(String key, String stable, String newer, Optional<Verdict> verdict) {}

  List<Line> lines() {
    return List.of(
        line("requests", m -> Figures.rate(m.requestsPerSecond()), Optional.empty()),
        line("errors", m -> Figures.percent(m.traffic().errorPercent()), errors()),
        latency("p50", Latency::p50, Latency::p50Range),
        latency("p95", Latency::p95, Latency::p95Range),
        latency("p99", Latency::p99, Latency::p99Range),
        line("share", m -> Figures.percent(m.sharePercent()), Optional.empty()),
        line("inFlight", m -> Figures.count(m.inFlight()), Optional.empty()));
  }

  private Line latency(
      String key,
      Function<Latency, Double> percentile,
      Function<Latency, Optional<Latency.Range>> range) {
    return line(
        key,
        m -> Figures.milliseconds(m.latency().map(percentile)),
        both(m -> m.latency().flatMap(range))
            .filter(ranges -> ranges.getFirst().apart(ranges.getLast()))
            .map(ranges -> verdict(ranges.getLast().low() > ranges.getFirst().high())));
  }

  /// Needs requests on both sides.
  private Optional<Verdict> errors() {
    return both(m -> Optional.of(m.traffic()).filter(counted -> counted.requests() > 0))
        .map(counted -> difference(counted.getFirst(), counted.getLast()))
        .filter(RateDifference::real)
        .map(difference -> verdict(difference.points() > 0));
  }

  private static RateDifference difference(TrafficFigures stable, TrafficFigures newer) {
    return RateDifference.between(
        stable.requests(), stable.errors(), newer.requests(), newer.errors());
  }

  private static Verdict verdict(boolean more) {
    return more ? Verdict.WORSE : Verdict.BETTER;
  }

  /// The stable one's first, where both are known.
  private <T> Optional<List<T>> both(Function<VersionMetrics, Optional<T>> value) {
    return stable
        .flatMap(value)
        .flatMap(first -> newer.flatMap(value).map(second -> List.of(first, second)));
  }

  private Line line(
      String key, Function<VersionMetrics, String> figure, Optional<Verdict> verdict) {
    return new Line(key, text(stable, figure), text(newer, figure), verdict);
  }

  private static String text(
      Optional<VersionMetrics> metrics, Function<VersionMetrics, String> figure) {
    return metrics.map(figure).orElseGet(() -> Figures.rate(Optional.empty()));
  }

  /// The version that leads by the policy in force; by rules the default one.
  static Optional<VersionName> stable(TrafficDraft draft, List<VersionName> versions) {
    var policy = draft.present().policy();
    return switch (policy) {
      case TrafficPolicy.ByPercent _ ->
          LinkedShares.of(policy, versions).leading().or(() -> versions.stream().findFirst());
      case TrafficPolicy.ByRules byRules -> Optional.of(byRules.fallback());
    };
  }

  /// The newest one besides.
  static Optional<VersionName> newer(List<VersionName> versions, Optional<VersionName> stable) {
    return versions.stream()
        .filter(version -> !stable.equals(Optional.of(version)))
        .reduce((_, newest) -> newest);
  }
}
