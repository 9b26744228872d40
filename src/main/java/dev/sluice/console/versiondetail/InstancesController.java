package dev.sluice.console.versiondetail;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Recurring;
import dev.sluice.console.logs.LogPane;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.CopiedText;
import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.console.widgets.Pill;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The instances of a version, and the log of the one that is selected.
final class InstancesController implements Screen {
  /// An age in seconds that is a few seconds old misleads nobody.
  private static final Duration AGES_EVERY = Duration.ofSeconds(5);

  private final ConsoleContext context;
  private final VersionFollower follower;
  private final LogPane log;
  private final LiveRows<InstanceId, InstanceView> rows = new LiveRows<>(InstanceView::id);
  private final Recurring ages = new Recurring(AGES_EVERY, this::refresh);

  @FXML private TableView<Live<InstanceView>> instancesTable;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> id;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> state;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> revision;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> pid;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> address;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> age;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> cpu;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> memory;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> restarts;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> exit;
  @FXML private TableColumn<Live<InstanceView>, InstanceView> menu;
  @FXML private Label instanceLogTitle;
  @FXML private VBox instanceLogBox;

  InstancesController(ConsoleContext context) {
    this.context = context;
    this.follower = new VersionFollower(context, this::show);
    this.log = new LogPane(context);
  }

  @FXML
  private void initialize() {
    Columns.texts(id, InstanceView::id, row -> row.id().value());
    Columns.nodes(
        state,
        InstanceView::state,
        Pill::new,
        (pill, row) -> pill.show(context.texts(), row.state()));
    Columns.figures(revision, InstanceView::revision, row -> row.revision().toString());
    Columns.figures(pid, row -> row.handle().orElse(""), row -> row.handle().orElse("–"));
    Columns.nodes(
        address,
        row -> row.address().orElse(""),
        () -> new CopiedText(context.texts()),
        (text, row) -> text.show(row.address().orElse("")));
    Columns.figures(age, InstanceView::startedAt, this::age);
    Columns.figures(
        cpu, row -> row.cpuPercent().orElse(-1.0), row -> Figures.percent(row.cpuPercent()));
    Columns.figures(
        memory, row -> row.memoryMiB().orElse(-1), row -> Figures.mebibytes(row.memoryMiB()));
    Columns.figures(restarts, InstanceView::restarts, row -> Integer.toString(row.restarts()));
    Columns.texts(
        exit,
        row -> row.exit().orElse(""),
        row -> row.exit().map(context.texts()::exit).orElse("–"));
    Columns.nodes(menu, InstanceView::id, this::menuButton, this::fillMenu);
    var sorted = new SortedList<>(rows.rows());
    sorted.comparatorProperty().bind(instancesTable.comparatorProperty());
    instancesTable.setItems(sorted);
    instancesTable.getSelectionModel().selectedItemProperty().subscribe(this::showLog);
    var none = new Label();
    none.textProperty().bind(context.texts().binding("versiondetail.instances.none"));
    instancesTable.setPlaceholder(none);
    log.setId("instanceLog");
    VBox.setVgrow(log, Priority.ALWAYS);
    instanceLogBox.getChildren().add(log);
  }

  private MenuButton menuButton() {
    var button = new MenuButton(null, new FontIcon("mdmz-more_vert"));
    button.getStyleClass().addAll("flat", "button-icon", "no-arrow");
    return button;
  }

  /// R67: what can be done with one instance alone.
  private void fillMenu(MenuButton button, InstanceView instance) {
    if (button.isShowing()) {
      return;
    }
    var texts = context.texts();
    var engine = context.engine();
    String id = instance.id().value();
    button.setId("menu-" + id);
    button.setAccessibleText(texts.text("service.menu", id));
    var restart =
        new MenuItem(texts.text("versiondetail.instance.restart"), new FontIcon("mdmz-refresh"));
    restart.setId("restart-" + id);
    restart.setOnAction(
        _ -> begin(() -> engine.restartInstance(instance.version(), instance.id(), "")));
    var remove =
        new MenuItem(
            texts.text("versiondetail.instance.remove"),
            new FontIcon("mdmz-remove_circle_outline"));
    remove.setId("remove-" + id);
    remove.getStyleClass().add("danger");
    remove.setOnAction(
        _ -> begin(() -> engine.removeInstance(instance.version(), instance.id(), "")));
    var copy =
        new MenuItem(texts.text("versiondetail.instance.copy"), new FontIcon("mdal-content_copy"));
    copy.setOnAction(_ -> copy(instance));
    button.getItems().setAll(restart, remove, new SeparatorMenuItem(), copy);
    button.setOnShowing(
        _ -> {
          var state = context.feed().state().get();
          boolean busy =
              Optional.ofNullable(state.versions().get(instance.version()))
                  .flatMap(VersionView::operation)
                  .isPresent();
          restart.setDisable(busy || !state.connection().isUp());
          remove.setDisable(restart.isDisable());
        });
  }

  private void begin(Callable<Operation> call) {
    context
        .background()
        .run(call)
        .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
        .start();
  }

  private static void copy(InstanceView instance) {
    var content = new ClipboardContent();
    content.putString(instance.address().orElse(instance.id().value()));
    Clipboard.getSystemClipboard().setContent(content);
  }

  private String age(InstanceView instance) {
    return context
        .moments()
        .lasting(Duration.between(instance.startedAt(), context.clock().instant()));
  }

  @Override
  public void show(Place place) {
    follower.begin(place);
    ages.start();
    showLog();
  }

  @Override
  public void leave() {
    follower.end();
    ages.stop();
    log.stop();
  }

  private void show(EngineState now, VersionView version) {
    rows.update(now.instances().getOrDefault(version.name(), List.of()));
    if (instancesTable.getSelectionModel().isEmpty() && !rows.rows().isEmpty()) {
      instancesTable.getSelectionModel().selectFirst();
    }
    refresh();
    showLogTitle();
  }

  private void refresh() {
    Columns.refill(instancesTable);
  }

  private void showLog() {
    selected()
        .ifPresentOrElse(
            instance -> log.follow(new LogQuery.OfInstance(instance.id()), instance.id().value()),
            log::stop);
    showLogTitle();
  }

  private void showLogTitle() {
    instanceLogTitle.setText(
        selected()
            .map(one -> context.texts().text("versiondetail.log", one.id()))
            .orElseGet(() -> context.texts().text("versiondetail.log.none")));
  }

  private Optional<InstanceView> selected() {
    return Optional.ofNullable(instancesTable.getSelectionModel().getSelectedItem()).map(Live::get);
  }
}
