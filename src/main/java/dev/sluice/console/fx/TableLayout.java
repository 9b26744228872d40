package dev.sluice.console.fx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the operator arranged a table: its columns in their order, and what it is sorted by.
public record TableLayout(List<Column> columns, Optional<Sort> sort) {
  public TableLayout {
    columns = List.copyOf(columns);
  }

  /// @param width in pixels
  public record Column(String id, int width, boolean shown) {}

  public record Sort(String column, boolean descending) {}

  /// For example `col-name:200 -col-state:120 >col-name`: a minus for hidden, `>` or `<` before the
  /// column that it is sorted by.
  @Override
  public String toString() {
    String all =
        columns.stream()
            .map(column -> (column.shown() ? "" : "-") + column.id() + ":" + column.width())
            .collect(Collectors.joining(" "));
    return all + sort.map(by -> (by.descending() ? " <" : " >") + by.column()).orElse("");
  }

  /// @throws IllegalArgumentException when `text` is not what [#toString] writes
  static TableLayout parse(String text) {
    var words = Arrays.asList(text.split(" "));
    return new TableLayout(
        words.stream().filter(word -> !isSort(word)).map(TableLayout::column).toList(),
        words.stream()
            .filter(TableLayout::isSort)
            .map(word -> new Sort(word.substring(1), word.startsWith("<")))
            .findFirst());
  }

  private static boolean isSort(String word) {
    return word.startsWith("<") || word.startsWith(">");
  }

  private static Column column(String word) {
    boolean hidden = word.startsWith("-");
    int colon = word.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a column: " + word);
    }
    return new Column(
        word.substring(hidden ? 1 : 0, colon),
        Integer.parseInt(word.substring(colon + 1)),
        !hidden);
  }
}
