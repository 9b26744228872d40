package dev.sluice.console.services;

import dev.sluice.console.fx.Connection;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Recurring;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView.InstanceCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.util.Subscription;

/// The list of all services.
final class ServicesController implements Screen {
  /// How often "3 min ago" is looked at again.
  private static final Duration AGEING = Duration.ofSeconds(15);

  private final ConsoleContext context;
  private final ServiceRows read = new ServiceRows();
  private final LiveRows<ServiceName, ServiceRow> rows = new LiveRows<>(ServiceRow::name);
  private final FilteredList<Live<ServiceRow>> filtered = new FilteredList<>(rows.rows());
  private final Recurring ageing;
  private final VisibleRows visible;
  private Subscription subscription = Subscription.EMPTY;

  @FXML private Label count;
  @FXML private TextField filter;
  @FXML private Button newService;
  @FXML private Button newServiceEmpty;
  @FXML private Button deploySample;
  @FXML private Button newVersion;
  @FXML private Button traffic;
  @FXML private Button freeze;
  @FXML private Button delete;
  @FXML private Pane content;
  @FXML private Node reading;
  @FXML private EmptyState empty;
  @FXML private EmptyState noMatch;
  @FXML private TableView<Live<ServiceRow>> table;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> name;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> state;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> versions;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> bar;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> requests;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> errors;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> p95;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> instances;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> changed;

  ServicesController(ConsoleContext context) {
    this.context = context;
    this.ageing = new Recurring(AGEING, () -> Columns.refill(table));
    this.visible = new VisibleRows(context.feed());
  }

  @FXML
  void initialize() {
    fillColumns();
    var sorted = new SortedList<>(filtered);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    visible.follow(table);
    table.getSortOrder().setAll(List.of(name));
    table.setRowFactory(_ -> row());
    table.setOnKeyPressed(this::onKey);
    var none = Bindings.isNull(table.getSelectionModel().selectedItemProperty());
    var offline = context.feed().offline();
    for (var button : new Button[] {newService, newServiceEmpty, deploySample}) {
      button.disableProperty().bind(offline);
    }
    traffic.disableProperty().bind(none);
    newVersion.disableProperty().bind(none);
    var unchangeable = none.or(Bindings.createBooleanBinding(offline::getValue, offline));
    delete.disableProperty().bind(unchangeable);
    freeze.disableProperty().bind(unchangeable);
    ColumnChoice.remember(table, "services", context.settings());
    filter.setText(context.settings().filter("services"));
    filter.setOnKeyPressed(this::onFilterKey);
  }

  private void onKey(KeyEvent event) {
    switch (event.getCode()) {
      case ENTER -> openSelected(Place.ServiceTab.VERSIONS);
      case DELETE -> delete.fire();
      case SLASH -> filter.requestFocus();
      default -> {
        return;
      }
    }
    event.consume();
  }

  /// Down goes into the list, Esc takes the filter away.
  private void onFilterKey(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN, ENTER -> {
        table.requestFocus();
        table.getSelectionModel().selectFirst();
      }
      case ESCAPE -> filter.clear();
      default -> {
        return;
      }
    }
    event.consume();
  }

  @Override
  public void show(Place place) {
    if (Subscription.EMPTY.equals(subscription)) {
      subscription =
          Subscription.combine(
              context.feed().state().subscribe(this::show),
              filter.textProperty().subscribe(this::filter),
              table.getSelectionModel().selectedItemProperty().subscribe(_ -> nameFreeze()),
              context.texts().language().subscribe(_ -> refresh()));
      ageing.start();
      visible.start();
    }
    table.requestFocus();
    if (place instanceof Place.NewService wanted) {
      context.navigator().replace(new Place.Services());
      new NewServiceDialog(context, wanted.artifact()).open();
    }
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    ageing.stop();
    visible.stop();
  }

  private void show(EngineState now) {
    var measured = read.measured(now);
    measured.ifPresentOrElse(
        some -> some.forEach(rows::replace),
        () -> {
          rows.update(read.of(now));
          showCount(now);
          nameFreeze();
        });
    showOnly(whatToShow(now));
  }

  private void filter(String text) {
    context.settings().filter("services", text);
    var selected = table.getSelectionModel().getSelectedItem();
    filtered.setPredicate(text.isBlank() ? null : row -> row.get().matches(text));
    table.getSelectionModel().clearSelection();
    if (selected != null && filtered.contains(selected)) {
      table.getSelectionModel().select(selected);
    }
    showCount(context.feed().state().get());
    showOnly(whatToShow(context.feed().state().get()));
  }

  private void showCount(EngineState now) {
    int all = now.services().size();
    count.setText(
        filtered.size() == all
            ? context.texts().count("services.count", all)
            : context.texts().text("services.count.filtered", filtered.size(), all));
  }

  private Node whatToShow(EngineState now) {
    if (!filtered.isEmpty()) {
      return table;
    }
    if (!now.services().isEmpty()) {
      return noMatch;
    }
    return now.info().isEmpty() && !(now.connection() instanceof Connection.Lost) ? reading : empty;
  }

  private void showOnly(Node wanted) {
    content.getChildren().forEach(child -> child.setVisible(child.equals(wanted)));
  }

  private void refresh() {
    Columns.refill(table);
    show(context.feed().state().get());
  }

  /// The button says what it would do.
  private void nameFreeze() {
    boolean frozen = selected().filter(row -> row.state() == ServiceView.State.FROZEN).isPresent();
    freeze.setText(context.texts().text(frozen ? "services.unfreeze" : "services.freeze"));
  }

  @FXML
  void onNewService() {
    new NewServiceDialog(context, Optional.empty()).open();
  }

  @FXML
  void onDeploySample() {
    deploySample.disableProperty().unbind();
    deploySample.setDisable(true);
    String remark = context.texts().text("services.sample.remark");
    context
        .background()
        .run(() -> SampleDeployment.start(context.engine(), remark))
        .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
        .onEnd(() -> deploySample.disableProperty().bind(context.feed().offline()))
        .start();
  }

  @FXML
  void onNewVersion() {
    selected()
        .ifPresent(s -> context.navigator().open(new Place.NewVersion(s.name(), Optional.empty())));
  }

  @FXML
  void onTraffic() {
    openSelected(Place.ServiceTab.TRAFFIC);
  }

  @FXML
  void onFreeze() {
    selected().ifPresent(row -> new Freezing(context, row).begin());
  }

  @FXML
  void onDelete() {
    selected().ifPresent(row -> Deletion.ofService(context, row.name()).open());
  }

  private void openSelected(Place.ServiceTab tab) {
    selected().ifPresent(row -> context.navigator().open(new Place.Service(row.name(), tab)));
  }

  private Optional<ServiceRow> selected() {
    return Optional.ofNullable(table.getSelectionModel().getSelectedItem()).map(Live::get);
  }

  private TableRow<Live<ServiceRow>> row() {
    var row = new TableRow<Live<ServiceRow>>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty()) {
            openSelected(Place.ServiceTab.VERSIONS);
          }
        });
    return row;
  }

  private void fillColumns() {
    var texts = context.texts();
    Columns.nodes(name, ServiceRow::name, () -> new NameCell(texts), NameCell::show);
    Columns.nodes(state, ServiceRow::state, Pill::new, (pill, r) -> pill.show(texts, r.state()));
    Columns.figures(versions, ServiceRow::versions, r -> Integer.toString(r.versions()));
    Columns.nodes(
        bar,
        r -> r.policy().versions().size(),
        () -> new TrafficBar(texts),
        (b, r) -> b.show(r.policy()));
    Columns.nodes(
        requests,
        r -> r.requestsPerSecond().orElse(-1.0),
        () -> new RequestsCell(texts),
        RequestsCell::show);
    requests.getStyleClass().add("figures");
    Columns.figures(
        errors, r -> r.errorPercent().orElse(-1.0), r -> Figures.percent(r.errorPercent()));
    Columns.figures(p95, r -> r.p95().orElse(-1.0), r -> Figures.milliseconds(r.p95()));
    Columns.figures(
        instances,
        r -> r.instances().map(InstanceCount::ready).orElse(-1),
        ServicesController::ready);
    Columns.nodes(
        changed,
        ServiceRow::changedAt,
        TwoLines::new,
        (lines, r) -> lines.show(context.moments().ago(r.changedAt()), r.changedBy().orElse("")));
  }

  private static String ready(ServiceRow row) {
    return row.instances().map(count -> count.ready() + " / " + count.wanted()).orElse("–");
  }
}
