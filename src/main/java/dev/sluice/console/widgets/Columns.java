package dev.sluice.console.widgets;

import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;

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
    column.setCellValueFactory(row -> row.getValue().value());
    column.setComparator(Comparator.comparing(sortBy));
    column.setCellFactory(NodeCell.of(make, fill));
  }

  /// A column of plain texts.
  public static <T, C extends Comparable<? super C>> void texts(
      TableColumn<Live<T>, T> column, Function<T, C> sortBy, Function<T, String> text) {
    nodes(column, sortBy, Label::new, (label, row) -> label.setText(text.apply(row)));
  }

  /// A column of figures, one under the other.
  public static <T, C extends Comparable<? super C>> void figures(
      TableColumn<Live<T>, T> column, Function<T, C> sortBy, Function<T, String> text) {
    column.getStyleClass().add("figures");
    nodes(column, sortBy, Columns::figure, (label, row) -> label.setText(text.apply(row)));
  }

  private static Label figure() {
    var label = new Label();
    label.getStyleClass().add("number");
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }
}
