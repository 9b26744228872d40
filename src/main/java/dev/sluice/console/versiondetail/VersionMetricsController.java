package dev.sluice.console.versiondetail;

import dev.sluice.console.metrics.MetricCharts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.layout.StackPane;

/// What is measured of a version over time.
final class VersionMetricsController implements Screen {
  private final MetricCharts charts;

  @FXML private StackPane metricsPage;

  VersionMetricsController(ConsoleContext context) {
    charts = new MetricCharts(context);
  }

  @FXML
  private void initialize() {
    metricsPage.getChildren().setAll(charts);
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Version wanted)) {
      throw new IllegalArgumentException("not a version: " + place);
    }
    charts.show(Set.of(wanted.version()));
  }

  @Override
  public void leave() {
    charts.stop();
  }
}
