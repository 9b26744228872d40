package dev.sluice.console.widgets;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A table cell with a plain text, and nothing in it that costs more.
final class TextCell<S, T> extends TableCell<S, T> implements Refilled {
  private final Function<T, String> words;

  TextCell(Function<T, String> words, String... styleClasses) {
    this.words = words;
    getStyleClass().addAll(styleClasses);
  }

  @Override
  public void refill() {
    T shown = getItem();
    if (shown != null && !isEmpty()) {
      setText(words.apply(shown));
    }
  }

  @Override
  protected void updateItem(@Nullable T value, boolean empty) {
    super.updateItem(value, empty);
    setText(value == null || empty ? null : words.apply(value));
  }
}
