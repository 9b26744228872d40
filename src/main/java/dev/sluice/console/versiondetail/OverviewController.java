package dev.sluice.console.versiondetail;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.metrics.MetricCharts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Figures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.util.Optional;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/// A version's facts, and what was measured of it over the last minutes.
final class OverviewController implements Screen {
  private final ConsoleContext context;
  private final VersionFollower follower;
  private final MetricCharts charts;

  @FXML private Label overviewInstances;
  @FXML private Label overviewMeasured;
  @FXML private Label overviewResources;
  @FXML private Label overviewScaling;
  @FXML private Label overviewCreated;
  @FXML private Label overviewUpdated;
  @FXML private Label overviewRemark;
  @FXML private StackPane overviewCharts;

  OverviewController(ConsoleContext context) {
    this.context = context;
    this.follower = new VersionFollower(context, this::show);
    this.charts = new MetricCharts(context);
  }

  @FXML
  private void initialize() {
    charts.setPlain();
    overviewCharts.getChildren().setAll(charts);
  }

  @Override
  public void show(Place place) {
    follower.begin(place);
  }

  @Override
  public void leave() {
    follower.end();
    charts.stop();
  }

  private void show(EngineState state, VersionView version) {
    charts.show(Set.of(version.name()));
    var texts = context.texts();
    var moments = context.moments();
    var instances = version.instances();
    overviewInstances.setText(
        texts.text("versiondetail.instances.ready", instances.ready(), instances.wanted()));
    overviewMeasured.setText(
        Figures.percent(
            Optional.ofNullable(state.metrics().get(version.name()))
                .flatMap(VersionMetrics::sharePercent)));
    var resources = version.configuration().resources();
    overviewResources.setText(
        texts.text(
            "versiondetail.resources.each",
            resources.cpu().toPlainString(),
            Figures.mebibytes(Optional.of(resources.memoryMiB()))));
    var scaling = version.configuration().scaling();
    overviewScaling.setText(
        texts.text("versiondetail.scaling.range", scaling.min(), scaling.max()));
    overviewCreated.setText(moments.ago(version.createdAt()));
    overviewUpdated.setText(moments.ago(version.updatedAt()));
    String remark = version.configuration().remark();
    overviewRemark.setText(remark);
    overviewRemark.setVisible(!remark.isEmpty());
    overviewRemark.setManaged(!remark.isEmpty());
  }
}
