package dev.sluice.console.services;

import dev.sluice.console.fx.ConsoleSettings;
import java.util.TreeSet;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// Lets the operator choose a table's columns and keeps the choice.
final class ColumnChoice {
  private ColumnChoice() {}

  static void remember(TableView<?> table, String key, ConsoleSettings settings) {
    var hidden = settings.hiddenColumns(key);
    for (var column : table.getColumns()) {
      column.setVisible(!hidden.contains(column.getId()));
      column.visibleProperty().subscribe(() -> save(table, key, settings));
    }
    table.setTableMenuButtonVisible(true);
  }

  private static void save(TableView<?> table, String key, ConsoleSettings settings) {
    var hidden = new TreeSet<String>();
    for (TableColumn<?, ?> column : table.getColumns()) {
      if (!column.isVisible()) {
        hidden.add(column.getId());
      }
    }
    settings.hiddenColumns(key, hidden);
  }
}
