package dev.sluice.console.services;

import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.util.Duration;

/// Lets the operator choose a table's columns, their widths and order, and what it is sorted by;
/// and keeps all of it.
final class ColumnChoice<S> {
  /// A column that is being dragged wider changes many times.
  private static final Duration SETTLED = Duration.millis(300);

  private final TableView<S> table;
  private final String key;
  private final ConsoleSettings settings;
  private final PauseTransition settle = new PauseTransition(SETTLED);

  private ColumnChoice(TableView<S> table, String key, ConsoleSettings settings) {
    this.table = table;
    this.key = key;
    this.settings = settings;
  }

  /// @param key of the table among the settings
  static <S> void remember(TableView<S> table, String key, ConsoleSettings settings) {
    var choice = new ColumnChoice<>(table, key, settings);
    settings.table(key).ifPresent(choice::restore);
    table.setTableMenuButtonVisible(true);
    choice.follow();
  }

  private void restore(TableLayout layout) {
    var ids = layout.columns().stream().map(TableLayout.Column::id).toList();
    var columns = new ArrayList<>(table.getColumns());
    columns.sort(Comparator.comparingInt(column -> place(ids, column)));
    table.getColumns().setAll(columns);
    for (var kept : layout.columns()) {
      find(kept.id())
          .ifPresent(
              column -> {
                column.setPrefWidth(kept.width());
                column.setVisible(kept.shown());
              });
    }
    layout.sort().ifPresent(this::restore);
  }

  /// A column that came with a newer console stands at the end.
  private static int place(List<String> ids, TableColumn<?, ?> column) {
    int index = ids.indexOf(column.getId());
    return index < 0 ? Integer.MAX_VALUE : index;
  }

  private void restore(TableLayout.Sort sort) {
    find(sort.column())
        .ifPresent(
            column -> {
              column.setSortType(
                  sort.descending()
                      ? TableColumn.SortType.DESCENDING
                      : TableColumn.SortType.ASCENDING);
              table.getSortOrder().setAll(List.of(column));
            });
  }

  private Optional<TableColumn<S, ?>> find(String id) {
    return table.getColumns().stream().filter(column -> id.equals(column.getId())).findFirst();
  }

  private void follow() {
    settle.setOnFinished(_ -> save());
    for (var column : table.getColumns()) {
      column.visibleProperty().subscribe(() -> settle.playFromStart());
      column.widthProperty().subscribe(() -> settle.playFromStart());
      column.sortTypeProperty().subscribe(() -> settle.playFromStart());
    }
    table
        .getColumns()
        .addListener((ListChangeListener<TableColumn<S, ?>>) _ -> settle.playFromStart());
    table
        .getSortOrder()
        .addListener((ListChangeListener<TableColumn<S, ?>>) _ -> settle.playFromStart());
  }

  private void save() {
    var columns = new ArrayList<TableLayout.Column>();
    for (var column : table.getColumns()) {
      columns.add(
          new TableLayout.Column(
              column.getId(), (int) Math.round(column.getWidth()), column.isVisible()));
    }
    settings.table(
        key,
        new TableLayout(
            columns, table.getSortOrder().stream().findFirst().map(ColumnChoice::sort)));
  }

  private static TableLayout.Sort sort(TableColumn<?, ?> column) {
    return new TableLayout.Sort(
        column.getId(), column.getSortType() == TableColumn.SortType.DESCENDING);
  }
}
