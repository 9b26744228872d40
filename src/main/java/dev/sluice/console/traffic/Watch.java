package dev.sluice.console.traffic;

import dev.sluice.console.widgets.Figures;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Latency;
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
        line("requests", m -> Figures.rate(m.requestsPerSecond())),
        line("errors", m -> Figures.percent(m.traffic().errorPercent())),
        line("p50", m -> Figures.milliseconds(m.latency().map(Latency::p50))),
        line("p95", m -> Figures.milliseconds(m.latency().map(Latency::p95))),
        line("p99", m -> Figures.milliseconds(m.latency().map(Latency::p99))),
        line("share", m -> Figures.percent(m.sharePercent())),
        line("inFlight", m -> Figures.count(m.inFlight())));
  }

  private Line line(String key, Function<VersionMetrics, String> figure) {
    return new Line(key, text(stable, figure), text(newer, figure), Optional.empty());
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
