package dev.sluice.console.metrics;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.widgets.VersionPalette;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.Comparator;
import java.util.List;

/// Which of a service's versions a chart is about: those with traffic or instances, no more than
/// there are colours.
final class ShownVersions {
  private ShownVersions() {}

  /// Oldest first.
  static List<VersionName> of(EngineState state, ServiceName service) {
    return state.versionsOf(service).stream()
        .filter(version -> version.trafficPercent() > 0 || version.instances().wanted() > 0)
        .sorted(
            Comparator.comparingInt(VersionView::trafficPercent)
                .thenComparing(VersionView::name)
                .reversed())
        .limit(VersionPalette.COLOURS)
        .map(VersionView::name)
        .sorted()
        .toList();
  }
}
