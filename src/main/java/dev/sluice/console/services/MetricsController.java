package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.metrics.MetricCharts;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionMetrics;
import java.util.Optional;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What is measured of a service's versions: over time as charts, just now as a table.
final class MetricsController implements Screen {
  private final ConsoleContext context;
  private final MetricCharts charts;
  private final LiveRows<VersionName, VersionRow> rows = new LiveRows<>(VersionRow::name);
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable ServiceName service;

  @FXML private ToggleGroup metricsAs;
  @FXML private ToggleButton metricsAsCharts;
  @FXML private StackPane metricsBox;
  @FXML private VBox metricsTableBox;
  @FXML private TableView<Live<VersionRow>> metricsTable;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> name;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> requests;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> errors;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> share;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> measured;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> inFlight;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> cpu;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> memory;

  MetricsController(ConsoleContext context) {
    this.context = context;
    this.charts = new MetricCharts(context);
  }

  @FXML
  void initialize() {
    Columns.nodes(name, VersionRow::name, VersionLabel::new, (l, r) -> l.show(r.name()));
    rate(requests, VersionMetrics::requestsPerSecond);
    rate(errors, VersionMetrics::errorsPerSecond);
    Columns.figures(share, r -> r.view().trafficPercent(), r -> r.view().trafficPercent() + " %");
    Columns.figures(
        measured,
        r -> r.metrics().flatMap(VersionMetrics::sharePercent).orElse(-1.0),
        r -> Figures.percent(r.metrics().flatMap(VersionMetrics::sharePercent)));
    Columns.figures(
        inFlight,
        r -> r.metrics().flatMap(VersionMetrics::inFlight).orElse(-1),
        r -> Figures.count(r.metrics().flatMap(VersionMetrics::inFlight)));
    Columns.figures(
        cpu,
        r -> r.metrics().flatMap(VersionMetrics::cpuPercent).orElse(-1.0),
        r -> Figures.percent(r.metrics().flatMap(VersionMetrics::cpuPercent)));
    Columns.figures(
        memory,
        r -> r.metrics().flatMap(VersionMetrics::memoryMiB).orElse(-1),
        r -> Figures.mebibytes(r.metrics().flatMap(VersionMetrics::memoryMiB)));
    metricsTable.setItems(rows.rows());
    metricsBox.getChildren().addFirst(charts);
    metricsAs.selectToggle(metricsAsCharts);
    metricsAs
        .selectedToggleProperty()
        .subscribe(
            (before, now) -> {
              if (now == null) {
                metricsAs.selectToggle(before);
              }
              showAs();
            });
    showAs();
  }

  private void showAs() {
    boolean asCharts = metricsAsCharts.isSelected();
    charts.setVisible(asCharts);
    metricsTableBox.setVisible(!asCharts);
  }

  private static void rate(
      TableColumn<Live<VersionRow>, VersionRow> column,
      Function<VersionMetrics, Optional<Double>> figure) {
    Function<VersionRow, Optional<Double>> read = row -> row.metrics().flatMap(figure);
    Columns.figures(column, r -> read.apply(r).orElse(-1.0), r -> Figures.rate(read.apply(r)));
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Service wanted)) {
      throw new IllegalArgumentException("not a service: " + place);
    }
    service = wanted.service();
    subscription.unsubscribe();
    subscription = context.feed().state().subscribe(this::show);
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    charts.stop();
  }

  private void show(EngineState now) {
    if (service != null) {
      rows.update(VersionRow.of(now, service));
      charts.show(MetricCharts.versionsOf(now, service));
    }
  }
}
