package dev.sluice.console.widgets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Rows of a table, brought up to date by key: a row that is still there keeps its object.
///
/// @param <K> what tells rows apart
public final class LiveRows<K, T> {
  private final Function<T, K> key;
  private final ObservableList<Live<T>> rows = FXCollections.observableArrayList();
  private final Map<K, Live<T>> byKey = new HashMap<>();

  public LiveRows(Function<T, K> key) {
    this.key = key;
  }

  public ObservableList<Live<T>> rows() {
    return rows;
  }

  /// Shows `present`, in its order where rows are new. Thousands of rows of which a few have
  /// changed cost no more than a look at each.
  public void update(List<T> present) {
    var added = new ArrayList<Live<T>>();
    int known = byKey.size();
    int stayed = 0;
    for (T value : present) {
      K name = key.apply(value);
      var row = byKey.get(name);
      if (row == null) {
        row = new Live<>(value);
        byKey.put(name, row);
        added.add(row);
      } else {
        stayed++;
        if (!row.get().equals(value)) {
          row.set(value);
        }
      }
    }
    if (stayed < known) {
      remove(present);
    }
    if (!added.isEmpty()) {
      rows.addAll(added);
    }
  }

  /// Shows `value` where there is a row of its key.
  public void replace(T value) {
    var row = byKey.get(key.apply(value));
    if (row != null && !row.get().equals(value)) {
      row.set(value);
    }
  }

  private void remove(List<T> present) {
    var keys = new HashSet<K>();
    present.forEach(value -> keys.add(key.apply(value)));
    byKey.keySet().retainAll(keys);
    rows.removeIf(row -> !keys.contains(key.apply(row.get())));
  }
}
