package dev.sluice.console.versiondetail;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Figures;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Label;

/// What is measured of a version just now, and its facts.
final class OverviewController implements Screen {
  private final ConsoleContext context;
  private final VersionFollower follower;

  @FXML private Label overviewRequests;
  @FXML private Label overviewErrors;
  @FXML private Label overviewMeasured;
  @FXML private Label overviewInFlight;
  @FXML private Label overviewCpu;
  @FXML private Label overviewMemory;
  @FXML private Label overviewInstances;
  @FXML private Label overviewResources;
  @FXML private Label overviewScaling;
  @FXML private Label overviewCreated;
  @FXML private Label overviewUpdated;
  @FXML private Label overviewRemark;

  OverviewController(ConsoleContext context) {
    this.context = context;
    this.follower = new VersionFollower(context, this::show);
  }

  @Override
  public void show(Place place) {
    follower.begin(place);
  }

  @Override
  public void leave() {
    follower.end();
  }

  private void show(EngineState state, VersionView version) {
    showMetrics(Optional.ofNullable(state.metrics().get(version.name())));
    var texts = context.texts();
    var moments = context.moments();
    var instances = version.instances();
    overviewInstances.setText(
        texts.text("versiondetail.instances.ready", instances.ready(), instances.wanted()));
    var resources = version.configuration().resources();
    overviewResources.setText(
        texts.text(
            "versiondetail.resources.each",
            resources.cpu().toPlainString(),
            Figures.mebibytes(Optional.of(resources.memoryMiB()))));
    var scaling = version.configuration().scaling();
    overviewScaling.setText(
        texts.text("versiondetail.scaling.range", scaling.min(), scaling.max()));
    overviewCreated.setText(moments.full(version.createdAt()));
    overviewUpdated.setText(moments.full(version.updatedAt()));
    String remark = version.configuration().remark();
    overviewRemark.setText(remark.isEmpty() ? "–" : remark);
  }

  private void showMetrics(Optional<VersionMetrics> metrics) {
    overviewRequests.setText(Figures.rate(metrics.flatMap(VersionMetrics::requestsPerSecond)));
    overviewErrors.setText(Figures.rate(metrics.flatMap(VersionMetrics::errorsPerSecond)));
    overviewMeasured.setText(Figures.percent(metrics.flatMap(VersionMetrics::sharePercent)));
    overviewInFlight.setText(Figures.count(metrics.flatMap(VersionMetrics::inFlight)));
    overviewCpu.setText(Figures.percent(metrics.flatMap(VersionMetrics::cpuPercent)));
    overviewMemory.setText(Figures.mebibytes(metrics.flatMap(VersionMetrics::memoryMiB)));
  }
}
