package dev.sluice.console.widgets;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// A row of a table that stays the same object while what it shows changes, so that selection,
/// scroll position and order hold still under the operator's hand.
public final class Live<T> {
  private final ReadOnlyObjectWrapper<T> value;

  Live(T first) {
    value = new ReadOnlyObjectWrapper<>(first);
  }

  public T get() {
    return value.get();
  }

  public ReadOnlyObjectProperty<T> value() {
    return value.getReadOnlyProperty();
  }

  void set(T next) {
    value.set(next);
  }
}
