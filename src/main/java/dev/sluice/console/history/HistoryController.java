package dev.sluice.console.history;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The snapshots of one version, newest first, ten to a page (R50).
final class HistoryController implements Screen {
  private static final int SIZE = Page.Request.FIRST_TEN.size();

  private final ConsoleContext context;
  private final LiveRows<SnapshotId, HistoryRow> rows = new LiveRows<>(row -> row.snapshot().id());
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable VersionName version;
  private @Nullable Revision revision;
  private int page;
  private long total;

  @FXML private EmptyState noHistory;
  @FXML private VBox historyBox;
  @FXML private TableView<Live<HistoryRow>> historyTable;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> number;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> kept;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> by;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> operation;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> changes;
  @FXML private TableColumn<Live<HistoryRow>, HistoryRow> remark;
  @FXML private Label historyRange;
  @FXML private Button newerSnapshots;
  @FXML private Button olderSnapshots;
  @FXML private Button viewDetails;
  @FXML private Button compareSnapshots;

  HistoryController(ConsoleContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    var moments = context.moments();
    var summary = new ChangeSummary(context.texts());
    Columns.figures(
        number, row -> row.snapshot().number(), row -> Integer.toString(row.snapshot().number()));
    Columns.texts(
        kept, row -> row.snapshot().createdAt(), row -> moments.full(row.snapshot().createdAt()));
    Columns.texts(by, row -> row.snapshot().by(), row -> row.snapshot().by());
    Columns.texts(operation, this::operation, this::operation);
    Columns.nodes(
        changes,
        row -> summary.of(row.changes()),
        HistoryController::withTooltip,
        (label, row) -> label.setText(summary.of(row.changes())));
    Columns.texts(remark, row -> row.snapshot().remark(), row -> row.snapshot().remark());
    historyTable.setItems(rows.rows());
    historyTable.setRowFactory(_ -> row());
    historyTable.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            onViewDetails();
          }
        });
    var selection = historyTable.getSelectionModel();
    selection.setSelectionMode(SelectionMode.MULTIPLE);
    var selected = Bindings.size(selection.getSelectedItems());
    viewDetails.disableProperty().bind(selected.isNotEqualTo(1));
    compareSnapshots.disableProperty().bind(selected.isNotEqualTo(2));
  }

  /// A long summary is cut in its cell, and whole in the tooltip.
  private static Label withTooltip() {
    var label = new Label();
    var whole = new Tooltip();
    whole.textProperty().bind(label.textProperty());
    label.setTooltip(whole);
    return label;
  }

  private String operation(HistoryRow row) {
    return row.replacedBy()
        .map(one -> context.texts().text("kind." + one.kind()))
        .orElseGet(() -> row.snapshot().operation().toString());
  }

  private TableRow<Live<HistoryRow>> row() {
    var row = new TableRow<Live<HistoryRow>>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty()) {
            onViewDetails();
          }
        });
    return row;
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Version wanted)) {
      throw new IllegalArgumentException("not a version: " + place);
    }
    subscription.unsubscribe();
    if (!wanted.version().equals(version)) {
      page = 0;
      rows.update(List.of());
    }
    version = wanted.version();
    revision = null;
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            context.texts().language().subscribe(_ -> showRange()));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
  }

  /// A version gets a new revision exactly when it gets a snapshot.
  private void follow(EngineState state) {
    var present = Optional.ofNullable(version).map(name -> state.versions().get(name));
    present.ifPresent(
        view -> {
          if (!view.revision().equals(revision)) {
            revision = view.revision();
            read();
          }
        });
  }

  private void read() {
    var asked = version;
    var request = new Page.Request(page, SIZE);
    if (asked == null) {
      return;
    }
    context
        .background()
        .run(() -> HistoryRow.read(context.engine(), asked, request))
        .onSuccess(
            found -> {
              if (asked.equals(version) && request.page() == page) {
                show(found);
              }
            })
        .start();
  }

  private void show(Page<HistoryRow> found) {
    total = found.total();
    // Emptied first: new rows go to the end, and these have an order of their own.
    rows.update(List.of());
    rows.update(found.items());
    historyTable.getSelectionModel().selectFirst();
    showRange();
  }

  private void showRange() {
    boolean none = total == 0;
    noHistory.setVisible(none);
    historyBox.setVisible(!none);
    long first = (long) page * SIZE + 1;
    historyRange.setText(
        context.texts().text("history.range", first, Math.min(total, first + SIZE - 1), total));
    newerSnapshots.setDisable(page == 0);
    olderSnapshots.setDisable(first + SIZE > total);
    Columns.refill(historyTable);
  }

  @FXML
  private void onNewer() {
    page = Math.max(0, page - 1);
    read();
  }

  @FXML
  private void onOlder() {
    page++;
    read();
  }

  @FXML
  private void onViewDetails() {
    var selected = historyTable.getSelectionModel().getSelectedItem();
    if (selected != null) {
      var snapshot = selected.get().snapshot();
      context.navigator().open(new Place.Diff(snapshot.version(), snapshot.id()));
    }
  }

  /// The older one on the left.
  @FXML
  private void onCompare() {
    var chosen =
        historyTable.getSelectionModel().getSelectedItems().stream()
            .map(row -> row.get().snapshot())
            .sorted(Comparator.comparingInt(Snapshot::number))
            .map(snapshot -> new NewVersion.OfSnapshot(snapshot.id()))
            .toList();
    if (chosen.size() == 2) {
      context.navigator().open(new Place.Compare(chosen.getFirst(), chosen.getLast()));
    }
  }
}
