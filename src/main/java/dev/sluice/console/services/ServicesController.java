package dev.sluice.console.services;

import dev.sluice.console.fx.Connection;
import dev.sluice.console.fx.EngineState;
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
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.util.Duration;
import javafx.util.Subscription;

/// The list of all services.
final class ServicesController implements Screen {
  /// How often "3 min ago" is looked at again.
  private static final Duration AGEING = Duration.seconds(15);

  private final ConsoleContext context;
  private final LiveRows<ServiceName, ServiceRow> rows = new LiveRows<>(ServiceRow::name);
  private final Timeline ageing;
  private final VisibleRows visible;
  private Subscription subscription = Subscription.EMPTY;

  @FXML private Label count;
  @FXML private TextField filter;
  @FXML private Button newService;
  @FXML private Button newServiceEmpty;
  @FXML private Button deploySample;
  @FXML private Button newVersion;
  @FXML private Button traffic;
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
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> instances;
  @FXML private TableColumn<Live<ServiceRow>, ServiceRow> changed;

  ServicesController(ConsoleContext context) {
    this.context = context;
    this.ageing = new Timeline(new KeyFrame(AGEING, _ -> refresh()));
    this.visible = new VisibleRows(context.feed(), () -> table);
    ageing.setCycleCount(Animation.INDEFINITE);
  }

  @FXML
  void initialize() {
    fillColumns();
    var sorted = new SortedList<>(rows.rows());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.getSortOrder().setAll(List.of(name));
    table.setRowFactory(_ -> row());
    table.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            openSelected(Place.ServiceTab.VERSIONS);
          }
        });
    var none = Bindings.isNull(table.getSelectionModel().selectedItemProperty());
    var offline = context.feed().offline();
    for (var button : new Button[] {newService, newServiceEmpty, deploySample}) {
      button.disableProperty().bind(offline);
    }
    traffic.disableProperty().bind(none);
    newVersion.disableProperty().bind(none);
    delete
        .disableProperty()
        .bind(none.or(Bindings.createBooleanBinding(offline::getValue, offline)));
    ColumnChoice.remember(table, "services", context.settings());
  }

  @Override
  public void show(Place place) {
    if (Subscription.EMPTY.equals(subscription)) {
      subscription =
          Subscription.combine(
              context.feed().state().subscribe(this::show),
              filter.textProperty().subscribe(_ -> show(context.feed().state().get())),
              context.texts().language().subscribe(_ -> refresh()));
      ageing.play();
    }
    table.requestFocus();
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    ageing.stop();
    visible.stop();
  }

  private void show(EngineState now) {
    rows.update(ServiceRow.of(now, filter.getText()));
    count.setText(context.texts().count("services.count", now.services().size()));
    showOnly(whatToShow(now));
    visible.look();
  }

  private Node whatToShow(EngineState now) {
    if (!rows.rows().isEmpty()) {
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
    table.refresh();
    show(context.feed().state().get());
  }

  @FXML
  void onNewService() {
    new NewServiceDialog(context).open();
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
    Columns.figures(
        requests,
        r -> r.requestsPerSecond().orElse(-1.0),
        r -> Figures.rate(r.requestsPerSecond()));
    Columns.figures(
        errors, r -> r.errorsPerSecond().orElse(-1.0), r -> Figures.rate(r.errorsPerSecond()));
    Columns.figures(instances, ServiceRow::ready, r -> r.ready() + " / " + r.wanted());
    Columns.texts(changed, ServiceRow::changedAt, this::changedText);
  }

  private String changedText(ServiceRow row) {
    String ago = context.moments().ago(row.changedAt());
    return row.changedBy().map(by -> ago + " · " + by).orElse(ago);
  }
}
