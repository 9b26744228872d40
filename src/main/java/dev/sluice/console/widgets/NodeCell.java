package dev.sluice.console.widgets;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.util.Callback;
import org.jspecify.annotations.Nullable;

/// A table cell that shows a node, made once and filled for each value.
///
/// @param <N> the node
final class NodeCell<S, T, N extends Node> extends TableCell<S, T> implements Refilled {
  private final N node;
  private final BiConsumer<N, T> fill;

  private NodeCell(N node, BiConsumer<N, T> fill) {
    this.node = node;
    this.fill = fill;
  }

  /// For [TableColumn#setCellFactory].
  static <S, T, N extends Node> Callback<TableColumn<S, T>, TableCell<S, T>> of(
      Supplier<N> make, BiConsumer<N, T> fill) {
    return _ -> new NodeCell<>(make.get(), fill);
  }

  @Override
  public void refill() {
    T shown = getItem();
    if (shown != null && !isEmpty()) {
      fill.accept(node, shown);
    }
  }

  @Override
  protected void updateItem(@Nullable T value, boolean empty) {
    super.updateItem(value, empty);
    if (value == null || empty) {
      setGraphic(null);
    } else {
      fill.accept(node, value);
      setGraphic(node);
    }
  }
}
