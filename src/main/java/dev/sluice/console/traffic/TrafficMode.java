package dev.sluice.console.traffic;

import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Optional;

/// How the requests of a service are told apart; one way at a time (R31).
enum TrafficMode {
  PERCENT,
  URL_PARAMETER,
  HEADER;

  static TrafficMode of(TrafficPolicy policy) {
    return switch (policy) {
      case TrafficPolicy.ByPercent _ -> PERCENT;
      case TrafficPolicy.ByRules byRules ->
          byRules.by() == TrafficPolicy.Key.HEADER ? HEADER : URL_PARAMETER;
    };
  }

  /// What its rules look at; empty when it has none.
  Optional<TrafficPolicy.Key> key() {
    return switch (this) {
      case PERCENT -> Optional.empty();
      case URL_PARAMETER -> Optional.of(TrafficPolicy.Key.URL_PARAMETER);
      case HEADER -> Optional.of(TrafficPolicy.Key.HEADER);
    };
  }
}
