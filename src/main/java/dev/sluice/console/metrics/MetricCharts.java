package dev.sluice.console.metrics;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.SeriesFeed;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.console.widgets.chart.ChartData;
import dev.sluice.console.widgets.chart.ChartLine;
import dev.sluice.console.widgets.chart.TimeChart;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Charts of what is measured of a few versions, one beside the other, with one cursor through all.
/// Nothing is measured while it is not shown.
public final class MetricCharts extends StackPane {
  private static final int COLUMNS = 3;
  private static final double LITTLE = 124;

  private final ConsoleContext context;
  private final List<Measure> measures;
  private final Map<Measure, TimeChart> charts = new EnumMap<>(Measure.class);
  private final ObjectProperty<@Nullable Instant> cursor =
      new SimpleObjectProperty<>(this, "cursor");
  private final Set<VersionName> hidden = new HashSet<>();
  private Duration window = Duration.ofMinutes(5);
  private Measure latency = Measure.P95;
  private Set<VersionName> versions = Set.of();
  private Map<VersionName, MetricSeries> measured = Map.of();
  private @Nullable SeriesFeed feed;

  @FXML private HBox chartTools;
  @FXML private HBox chartVersions;
  @FXML private ToggleGroup chartWindow;
  @FXML private ToggleButton window1;
  @FXML private ToggleButton window5;
  @FXML private ToggleButton window15;
  @FXML private HBox percentiles;
  @FXML private ToggleGroup chartPercentile;
  @FXML private ToggleButton percentile50;
  @FXML private ToggleButton percentile95;
  @FXML private ToggleButton percentile99;
  @FXML private GridPane chartGrid;

  /// Charts of everything that is measured.
  public MetricCharts(ConsoleContext context) {
    this(
        context,
        List.of(
            Measure.REQUESTS,
            Measure.ERRORS,
            Measure.P95,
            Measure.IN_FLIGHT,
            Measure.CPU,
            Measure.MEMORY));
  }

  private MetricCharts(ConsoleContext context, List<Measure> measures) {
    this.context = context;
    this.measures = measures;
    getChildren().setAll(Views.METRICS.loadFor(context.texts(), this));
  }

  @FXML
  void initialize() {
    window1.setUserData(Duration.ofMinutes(1));
    window5.setUserData(Duration.ofMinutes(5));
    window15.setUserData(Duration.ofMinutes(15));
    percentile50.setUserData(Measure.P50);
    percentile95.setUserData(Measure.P95);
    percentile99.setUserData(Measure.P99);
    choose(chartWindow, window5, chosen -> chooseWindow((Duration) chosen));
    choose(chartPercentile, percentile95, chosen -> choosePercentile((Measure) chosen));
    int columns = Math.min(COLUMNS, measures.size());
    for (int column = 0; column < columns; column++) {
      var constraints = new ColumnConstraints();
      constraints.setPercentWidth(100.0 / columns);
      chartGrid.getColumnConstraints().add(constraints);
    }
    measures.forEach(this::add);
    context.texts().language().subscribe(_ -> name());
  }

  /// One of a group stays chosen.
  private static void choose(ToggleGroup group, ToggleButton first, Consumer<Object> action) {
    group.selectToggle(first);
    group
        .selectedToggleProperty()
        .subscribe(
            (before, now) -> {
              if (now == null) {
                group.selectToggle(before);
              } else if (before != null) {
                action.accept(now.getUserData());
              }
            });
  }

  private void add(Measure measure) {
    int place = charts.size();
    var chart =
        new TimeChart(context.texts(), context.moments(), measure::words, measure.leastTop());
    chart.setId("chart-" + measure);
    chart.momentProperty().bindBidirectional(cursor);
    charts.put(measure, chart);
    GridPane.setHgrow(chart, Priority.ALWAYS);
    GridPane.setVgrow(chart, Priority.ALWAYS);
    if (place % COLUMNS == 0) {
      var row = new RowConstraints();
      row.setPercentHeight(100.0 / Math.ceilDiv(measures.size(), COLUMNS));
      chartGrid.getRowConstraints().add(row);
    }
    chartGrid.add(chart, place % COLUMNS, place / COLUMNS);
  }

  private void name() {
    charts.forEach((measure, chart) -> chart.setTitle(title(measure)));
  }

  private String title(Measure measure) {
    if (measure != Measure.P95) {
      return context.texts().text("chart.title." + measure);
    }
    return versions.size() == 1
        ? context.texts().text("chart.title.latency")
        : context
            .texts()
            .text("chart.title.latency.of", context.texts().text("chart.p." + latency));
  }

  /// Requests and errors of the last minute, in little room.
  public static MetricCharts ofRequests(ConsoleContext context) {
    var charts = new MetricCharts(context, List.of(Measure.REQUESTS, Measure.ERRORS));
    charts.setPlain();
    charts.window = Duration.ofMinutes(1);
    charts.charts.values().forEach(chart -> chart.setPrefHeight(LITTLE));
    charts.setMinHeight(LITTLE);
    return charts;
  }

  /// Leaves out what chooses versions and time.
  public void setPlain() {
    chartTools.setVisible(false);
    chartTools.setManaged(false);
  }

  /// The versions of `service` there is something to show of.
  public static Set<VersionName> versionsOf(EngineState state, ServiceName service) {
    return Set.copyOf(ShownVersions.of(state, service));
  }

  /// Measures and shows these versions from now on.
  public void show(Set<VersionName> wanted) {
    if (feed != null && wanted.equals(versions)) {
      return;
    }
    versions = Set.copyOf(wanted);
    hidden.retainAll(versions);
    boolean several = versions.size() != 1;
    percentiles.setVisible(several);
    percentiles.setManaged(several);
    fillVersions();
    name();
    if (feed == null) {
      start();
    } else {
      feed.measure(versions);
    }
  }

  /// Measures no longer.
  public void stop() {
    if (feed != null) {
      feed.close();
      feed = null;
    }
  }

  private void start() {
    feed = SeriesFeed.start(context.engine(), versions, window, this::take);
  }

  private void take(Map<VersionName, MetricSeries> read) {
    measured = read;
    draw();
  }

  private void fillVersions() {
    chartVersions.getChildren().clear();
    if (versions.size() < 2) {
      return;
    }
    for (var version : new TreeSet<>(versions)) {
      var label = new VersionLabel();
      label.show(version);
      var box = new CheckBox();
      box.setId("chartVersion-" + version);
      box.setGraphic(label);
      box.setAccessibleText(version.toString());
      box.setSelected(!hidden.contains(version));
      box.selectedProperty()
          .subscribe(
              (_, shown) -> {
                if (shown) {
                  hidden.remove(version);
                } else {
                  hidden.add(version);
                }
                draw();
              });
      chartVersions.getChildren().add(box);
    }
  }

  private void chooseWindow(Duration wanted) {
    window = wanted;
    if (feed != null) {
      stop();
      start();
    }
  }

  private void choosePercentile(Measure wanted) {
    latency = wanted;
    name();
    draw();
  }

  private void draw() {
    SortedMap<VersionName, MetricSeries> shown = new TreeMap<>(measured);
    shown.keySet().retainAll(versions);
    shown.keySet().removeAll(hidden);
    var until =
        shown.values().stream()
            .map(MetricSeries::until)
            .max(Instant::compareTo)
            .orElseGet(context.clock()::instant);
    charts.forEach(
        (measure, chart) ->
            chart.show(new ChartData(until.minus(window), until, lines(measure, shown))));
  }

  private List<ChartLine> lines(Measure measure, SortedMap<VersionName, MetricSeries> shown) {
    if (measure != Measure.P95) {
      return ChartLines.of(measure, shown);
    }
    return versions.size() == 1
        ? shown.values().stream().flatMap(one -> ChartLines.percentiles(one).stream()).toList()
        : ChartLines.of(latency, shown);
  }
}
