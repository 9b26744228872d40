package dev.sluice.domain.history;

import dev.sluice.domain.history.ConfigurationFields.Field;
import dev.sluice.domain.history.DiffEntry.Change;
import dev.sluice.domain.service.Configuration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares two configurations field by field (R51).
public final class ConfigurationDiff {
  private ConfigurationDiff() {}

  /// Every field that either side has, equal ones included, always in the order of the
  /// configuration; what only `after` has follows its neighbours. Variables, scaling conditions and
  /// windows are matched by name, wherever they stand in their list.
  ///
  /// No secret's value is in the answer, nor is the value of a variable that is secret on one side
  /// only. A secret without a value in `after` keeps what it was, so it is equal; give both sides
  /// with their values to learn whether they differ.
  public static List<DiffEntry> between(Configuration before, Configuration after) {
    var left = byPath(before);
    var right = byPath(after);
    return order(left.keySet(), right.keySet()).stream()
        .map(path -> entry(left.get(path), right.get(path)))
        .toList();
  }

  /// How many fields changed in each part, in the order of `entries`; parts without a change are
  /// left out. Environment variables are a part of their own, `environment`; every other part is a
  /// group.
  public static List<PartSummary> summary(List<DiffEntry> entries) {
    var parts = new LinkedHashMap<String, PartSummary>();
    for (var entry : entries) {
      if (entry.change() != Change.EQUAL) {
        String part = entry.path().startsWith("environment.") ? "environment" : entry.group();
        parts.merge(part, PartSummary.of(part, entry.change()), PartSummary::plus);
      }
    }
    return List.copyOf(parts.values());
  }

  /// How much changed in one part of a configuration.
  ///
  /// @param part a group of [DiffEntry], or `environment`
  public record PartSummary(String part, int added, int removed, int changed) {
    static PartSummary of(String part, Change change) {
      return new PartSummary(
          part,
          change == Change.ADDED ? 1 : 0,
          change == Change.REMOVED ? 1 : 0,
          change == Change.CHANGED ? 1 : 0);
    }

    PartSummary plus(PartSummary other) {
      return new PartSummary(
          part, added + other.added, removed + other.removed, changed + other.changed);
    }
  }

  private static Map<String, Field> byPath(Configuration configuration) {
    var fields = new LinkedHashMap<String, Field>();
    ConfigurationFields.of(configuration).forEach(field -> fields.put(field.path(), field));
    return fields;
  }

  /// All paths of both: those of `left` in their order, each one that only `right` has behind the
  /// one it follows there.
  private static List<String> order(Collection<String> left, Collection<String> right) {
    var followers = new HashMap<String, List<String>>();
    String known = "";
    for (String path : right) {
      if (left.contains(path)) {
        known = path;
      } else {
        followers.computeIfAbsent(known, _ -> new ArrayList<>()).add(path);
      }
    }
    var all = new ArrayList<>(followers.getOrDefault("", List.of()));
    for (String path : left) {
      all.add(path);
      all.addAll(followers.getOrDefault(path, List.of()));
    }
    return all;
  }

  private static DiffEntry entry(@Nullable Field before, @Nullable Field after) {
    if (before == null) {
      return entry(Objects.requireNonNull(after), Change.ADDED, before, after);
    }
    if (after == null) {
      return entry(before, Change.REMOVED, before, after);
    }
    boolean kept = before.secret() && after.secret() && after.text().isEmpty();
    boolean equal = kept || before.equals(after);
    return entry(before, equal ? Change.EQUAL : Change.CHANGED, before, after);
  }

  private static DiffEntry entry(
      Field known, Change change, @Nullable Field before, @Nullable Field after) {
    boolean secret = (before != null && before.secret()) || (after != null && after.secret());
    return new DiffEntry(
        known.path(),
        known.group(),
        change,
        secret ? Optional.empty() : text(before),
        secret ? Optional.empty() : text(after),
        secret);
  }

  private static Optional<String> text(@Nullable Field field) {
    return field == null ? Optional.empty() : field.text();
  }
}
