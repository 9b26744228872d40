package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.Columns;
import dev.sluice.console.widgets.CopyButton;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.console.widgets.Live;
import dev.sluice.console.widgets.LiveRows;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The versions of one service.
final class VersionsController implements Screen {
  private final ConsoleContext context;
  private final LiveRows<VersionName, VersionRow> rows = new LiveRows<>(VersionRow::name);
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable ServiceName service;

  @FXML private EmptyState noVersions;
  @FXML private VBox versionsBox;
  @FXML private HBox selectionBar;
  @FXML private Label selectionText;
  @FXML private Button compareSelected;
  @FXML private Button deleteSelected;
  @FXML private TableView<Live<VersionRow>> versionsTable;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> name;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> state;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> share;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> address;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> configuration;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> instances;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> updated;
  @FXML private TableColumn<Live<VersionRow>, VersionRow> menu;

  VersionsController(ConsoleContext context) {
    this.context = context;
  }

  @FXML
  void initialize() {
    fillColumns();
    var sorted = new SortedList<>(rows.rows());
    sorted.comparatorProperty().bind(versionsTable.comparatorProperty());
    versionsTable.setItems(sorted);
    name.setSortType(TableColumn.SortType.DESCENDING);
    versionsTable.getSortOrder().add(name);
    versionsTable.setRowFactory(_ -> row());
    versionsTable.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            openSelected();
          } else if (event.getCode() == KeyCode.DELETE) {
            onDeleteSelected();
          }
        });
    var selection = versionsTable.getSelectionModel();
    selection.setSelectionMode(SelectionMode.MULTIPLE);
    selection.getSelectedItems().subscribe(this::showSelection);
    deleteSelected.disableProperty().bind(context.feed().offline());
    showSelection();
    ColumnChoice.remember(versionsTable, "versions", context.settings());
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Service wanted)) {
      throw new IllegalArgumentException("not a service: " + place);
    }
    service = wanted.service();
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::show),
            context.texts().language().subscribe(_ -> onLanguage()));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
  }

  private void show(EngineState now) {
    if (service == null) {
      return;
    }
    rows.update(VersionRow.of(now, service));
    boolean known = now.services().containsKey(service) && !now.unread().contains(service);
    boolean none = known && rows.rows().isEmpty();
    noVersions.setVisible(none);
    versionsBox.setVisible(!none);
  }

  @FXML
  void onFirstVersion() {
    if (service != null) {
      context.navigator().open(new Place.NewVersion(service, Optional.empty()));
    }
  }

  private void onLanguage() {
    Columns.refill(versionsTable);
    showSelection();
  }

  private List<VersionName> selected() {
    return versionsTable.getSelectionModel().getSelectedItems().stream()
        .filter(Objects::nonNull)
        .map(row -> row.get().name())
        .sorted()
        .toList();
  }

  /// One version has its own menu.
  private void showSelection() {
    int count = selected().size();
    selectionBar.setVisible(count > 1);
    selectionBar.setManaged(count > 1);
    selectionText.setText(context.texts().count("service.selected", count));
    compareSelected.setDisable(count != 2);
    deleteSelected.setText(context.texts().count("delete.batch.open", count));
  }

  @FXML
  void onCompareSelected() {
    var versions = selected();
    if (versions.size() == 2) {
      context.navigator().open(VersionMenu.between(versions.getFirst(), versions.getLast()));
    }
  }

  @FXML
  void onDeleteSelected() {
    var versions = selected();
    if (service == null || versions.isEmpty() || context.feed().offline().getValue()) {
      return;
    }
    if (versions.size() == 1) {
      Deletion.ofVersion(context, versions.getFirst()).open();
    } else {
      new BatchDeletionDialog(context, service, versions).open();
    }
  }

  private void openSelected() {
    var selected = versionsTable.getSelectionModel().getSelectedItem();
    if (selected != null) {
      context.navigator().open(new Place.Version(selected.get().name(), Place.VersionTab.OVERVIEW));
    }
  }

  private TableRow<Live<VersionRow>> row() {
    var row = new TableRow<Live<VersionRow>>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty()) {
            openSelected();
          }
        });
    row.setOnContextMenuRequested(
        event -> {
          if (!row.isEmpty()) {
            var popup = new ContextMenu();
            popup.getItems().setAll(new VersionMenu(context, row.getItem().get().view()).items());
            popup.show(row, event.getScreenX(), event.getScreenY());
          }
        });
    return row;
  }

  private void fillColumns() {
    var moments = context.moments();
    Columns.nodes(name, VersionRow::name, VersionLabel::new, (l, r) -> l.show(r.name()));
    Columns.nodes(
        state, r -> r.view().state(), () -> new StateCell(context.texts()), StateCell::show);
    Columns.figures(share, r -> r.view().trafficPercent(), r -> r.view().trafficPercent() + " %");
    Columns.nodes(
        address, r -> r.view().address().toString(), this::addressCell, this::fillAddress);
    Columns.nodes(
        configuration,
        VersionRow::configuration,
        TwoLines::new,
        (cell, r) -> cell.show(r.configuration(), r.view().configuration().remark()));
    Columns.figures(
        instances,
        r -> r.view().instances().ready(),
        r -> r.view().instances().ready() + " / " + r.view().instances().wanted());
    Columns.nodes(
        updated,
        r -> r.view().updatedAt(),
        TwoLines::new,
        (cell, r) ->
            cell.show(
                moments.ago(r.view().updatedAt()),
                context.texts().text("service.created", moments.ago(r.view().createdAt()))));
    Columns.nodes(menu, VersionRow::name, this::menuButton, this::fillMenu);
  }

  private HBox addressCell() {
    var box = new HBox(4, new Label(), new CopyButton(context.texts()));
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  private void fillAddress(HBox box, VersionRow row) {
    ((Label) box.getChildren().getFirst()).setText(row.view().address().toString());
    ((CopyButton) box.getChildren().getLast()).offer(row.view().address().toString());
  }

  private MenuButton menuButton() {
    var button = new MenuButton(null, new FontIcon("mdmz-more_vert"));
    button.getStyleClass().addAll("flat", "button-icon", "no-arrow");
    return button;
  }

  /// The items are made when they are asked for, so that they know what is running by then.
  private void fillMenu(MenuButton button, VersionRow row) {
    if (button.isShowing()) {
      return;
    }
    button.setId("menu-" + row.name());
    button.setAccessibleText(context.texts().text("service.menu", row.name()));
    button.getItems().setAll(new VersionMenu(context, row.view()).items());
    button.setOnShowing(
        _ -> button.getItems().setAll(new VersionMenu(context, row.view()).items()));
  }
}
