package dev.sluice.console.widgets;

import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// What the columns of a table of [Live] rows show. A cell gets the whole row, so that it can show
/// more than what its column is sorted by.
public final class Columns {
  private Columns() {}

  /// A column of nodes.
  public static <T, N extends Node, C extends Comparable<? super C>> void nodes(
      TableColumn<Live<T>, T> column,
      Function<T, C> sortBy,
      Supplier<N> make,
      BiConsumer<N, T> fill) {
    column.setCellFactory(NodeCell.of(make, fill));
    sort(column, sortBy);
  }

  /// A column of plain texts.
  public static <T, C extends Comparable<? super C>> void texts(
      TableColumn<Live<T>, T> column, Function<T, C> sortBy, Function<T, String> text) {
    column.setCellFactory(_ -> new TextCell<>(text));
    sort(column, sortBy);
  }

  /// A column of figures, one under the other.
  public static <T, C extends Comparable<? super C>> void figures(
      TableColumn<Live<T>, T> column, Function<T, C> sortBy, Function<T, String> text) {
    column.getStyleClass().add("figures");
    column.setCellFactory(_ -> new TextCell<>(text, "number"));
    sort(column, sortBy);
  }

  private static <T, C extends Comparable<? super C>> void sort(
      TableColumn<Live<T>, T> column, Function<T, C> sortBy) {
    column.setCellValueFactory(row -> row.getValue().value());
    column.setComparator(Comparator.comparing(sortBy));
  }

  /// Fills those cells of `table` anew that are on the screen: for what changes by itself, such as
  /// "3 min ago", or with the language. The cells stay, and so does a menu that is open on one.
  public static void refill(TableView<?> table) {
    for (Node node : table.lookupAll(".table-cell")) {
      if (node instanceof Refilled cell) {
        cell.refill();
      }
    }
  }
}
