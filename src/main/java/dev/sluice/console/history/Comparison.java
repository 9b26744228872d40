package dev.sluice.console.history;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.DiffEntry.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two configurations side by side, as rows: a title for each group, then its fields.
///
/// @param onlyDifferences whether equal fields are left out
record Comparison(List<DiffEntry> entries, boolean onlyDifferences) {
  Comparison {
    entries = List.copyOf(entries);
  }

  /// What stands in one row.
  sealed interface Row {
    /// @param differences in the group
    record Group(String name, long differences) implements Row {}

    record Field(DiffEntry entry) implements Row {
      boolean differs() {
        return entry.change() != Change.EQUAL;
      }
    }
  }

  List<Row> rows() {
    var groups = new LinkedHashMap<String, List<DiffEntry>>();
    for (var entry : entries) {
      if (!onlyDifferences || entry.change() != Change.EQUAL) {
        groups.computeIfAbsent(entry.group(), _ -> new ArrayList<>()).add(entry);
      }
    }
    return groups.entrySet().stream().flatMap(group -> rows(group).stream()).toList();
  }

  private static List<Row> rows(Map.Entry<String, List<DiffEntry>> group) {
    var rows = new ArrayList<Row>();
    rows.add(
        new Row.Group(
            group.getKey(),
            group.getValue().stream().filter(e -> e.change() != Change.EQUAL).count()));
    group.getValue().forEach(entry -> rows.add(new Row.Field(entry)));
    return rows;
  }

  long count(Change change) {
    return entries.stream().filter(entry -> entry.change() == change).count();
  }

  boolean isEqual() {
    return count(Change.EQUAL) == entries.size();
  }

  /// The place of the next difference behind `from` in [#rows], round to the first; -1 when there
  /// is none.
  int next(int from) {
    return step(from, 1);
  }

  /// The place of the one before `from`, round to the last; -1 when there is none.
  int previous(int from) {
    return step(from, -1);
  }

  private int step(int from, int by) {
    var rows = rows();
    int size = rows.size();
    int start = from < 0 && by < 0 ? 0 : from;
    for (int i = 1; i <= size; i++) {
      int at = Math.floorMod(start + i * by, size);
      if (rows.get(at) instanceof Row.Field field && field.differs()) {
        return at;
      }
    }
    return -1;
  }
}
