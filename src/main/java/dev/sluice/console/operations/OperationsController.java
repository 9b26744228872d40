package dev.sluice.console.operations;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Recurring;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.console.widgets.Pill;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.ServiceName;
import java.time.Duration;
import java.util.Optional;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// All operations of the engine, or those of one service as its tab.
final class OperationsController implements Screen {
  private final ConsoleContext context;
  private final OperationWords words;
  private final LiveRows<OperationId, Operation> rows = new LiveRows<>(Operation::id);
  private final Recurring everySecond = new Recurring(Duration.ofSeconds(1), this::tick);
  private OperationRows known = new OperationRows(Optional.empty());
  private Subscription subscription = Subscription.EMPTY;
  private boolean loaded;

  @FXML private VBox operationsPage;
  @FXML private Label operationsTitle;
  @FXML private TextField filterOperations;
  @FXML private Label operationsCount;
  @FXML private Button olderOperations;
  @FXML private EmptyState noOperations;
  @FXML private TableView<Live<Operation>> operationsTable;
  @FXML private TableColumn<Live<Operation>, Operation> kind;
  @FXML private TableColumn<Live<Operation>, Operation> target;
  @FXML private TableColumn<Live<Operation>, Operation> state;
  @FXML private TableColumn<Live<Operation>, Operation> by;
  @FXML private TableColumn<Live<Operation>, Operation> started;
  @FXML private TableColumn<Live<Operation>, Operation> duration;
  @FXML private TableColumn<Live<Operation>, Operation> remark;

  OperationsController(ConsoleContext context) {
    this.context = context;
    this.words = new OperationWords(context.texts(), context.moments());
  }

  @FXML
  private void initialize() {
    fillColumns();
    var sorted = new SortedList<>(rows.rows());
    sorted.comparatorProperty().bind(operationsTable.comparatorProperty());
    operationsTable.setItems(sorted);
    started.setSortType(TableColumn.SortType.DESCENDING);
    operationsTable.getSortOrder().add(started);
    operationsTable.setRowFactory(_ -> row());
    var none = new Label();
    none.textProperty().bind(context.texts().binding("operations.noMatch"));
    operationsTable.setPlaceholder(none);
    operationsTable.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            openSelected();
          }
        });
    filterOperations.textProperty().subscribe(() -> showRows());
  }

  private void fillColumns() {
    var moments = context.moments();
    Columns.texts(kind, words::kind, words::kind);
    Columns.texts(target, OperationWords::target, OperationWords::target);
    Columns.nodes(
        state, Operation::state, Pill::new, (pill, row) -> pill.show(context.texts(), row.state()));
    Columns.texts(by, Operation::by, Operation::by);
    Columns.texts(started, Operation::id, row -> moments.full(row.startedAt()));
    Columns.figures(duration, this::lasted, row -> moments.lasting(lasted(row)));
    Columns.texts(remark, this::remark, this::remark);
  }

  private Duration lasted(Operation operation) {
    return Duration.between(
        operation.startedAt(), operation.endedAt().orElseGet(context.clock()::instant));
  }

  /// What it was for; of a traffic change, what it put in place.
  private String remark(Operation operation) {
    return operation.remark().isEmpty()
        ? String.join(", ", OperationWords.changes(operation))
        : operation.remark();
  }

  private TableRow<Live<Operation>> row() {
    var row = new TableRow<Live<Operation>>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty()) {
            openSelected();
          }
        });
    return row;
  }

  @FXML
  private void openSelected() {
    var selected = operationsTable.getSelectionModel().getSelectedItem();
    if (selected != null) {
      context.navigator().open(new Place.Progress(selected.get().id()));
    }
  }

  @Override
  public void show(Place place) {
    if (place instanceof Place.Service wanted) {
      showFor(Optional.of(wanted.service()));
    } else {
      showFor(Optional.empty());
    }
  }

  /// Shows the operations of one service, or all of them.
  void showFor(Optional<ServiceName> service) {
    leave();
    known = new OperationRows(service);
    loaded = false;
    boolean alone = service.isEmpty();
    operationsTitle.setVisible(alone);
    operationsTitle.setManaged(alone);
    operationsPage.getStyleClass().setAll(alone ? "page" : "tab-page");
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            context.texts().language().subscribe(_ -> showRows()));
    onOlder();
    everySecond.start();
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    everySecond.stop();
  }

  private void follow(EngineState now) {
    known.update(now.operations().values());
    showRows();
  }

  @FXML
  private void onOlder() {
    var asked = known;
    context
        .background()
        .run(
            () ->
                context
                    .engine()
                    .listOperations(asked.service(), Optional.empty(), asked.nextPage()))
        .onSuccess(
            page -> {
              asked.add(page);
              loaded = true;
              showRows();
            })
        .start();
  }

  private void showRows() {
    rows.update(known.matching(filterOperations.getText(), this::searched));
    int shown = rows.rows().size();
    operationsCount.setText(context.texts().count("operations.count", shown));
    boolean nothing = loaded && shown == 0 && filterOperations.getText().isBlank();
    noOperations.setVisible(nothing);
    operationsTable.setVisible(!nothing);
    olderOperations.setVisible(known.hasMore());
    olderOperations.setManaged(known.hasMore());
    Columns.refill(operationsTable);
  }

  private String searched(Operation operation) {
    return String.join(
        " ",
        words.kind(operation),
        OperationWords.target(operation),
        context.texts().text("state.operation." + operation.state()),
        operation.by(),
        remark(operation));
  }

  private void tick() {
    if (known.anyRunning()) {
      Columns.refill(operationsTable);
    }
  }
}
