package dev.sluice.engine.api;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares configurations for [FakeDeploymentEngine]: a few fields of every group.
final class FakeDiff {
  private FakeDiff() {}

  static List<DiffEntry> between(Configuration before, Configuration after) {
    var left = fields(before);
    var right = fields(after);
    var paths = new LinkedHashSet<>(left.keySet());
    paths.addAll(right.keySet());
    var entries = new ArrayList<DiffEntry>();
    for (String path : paths) {
      var old = Optional.ofNullable(left.get(path));
      var now = Optional.ofNullable(right.get(path));
      entries.add(entry(path, old, now));
    }
    return entries;
  }

  private static DiffEntry entry(String path, Optional<Field> old, Optional<Field> now) {
    boolean secret = old.or(() -> now).filter(Field::secret).isPresent();
    return new DiffEntry(
        path,
        old.or(() -> now).orElseThrow().group(),
        change(old, now),
        secret ? Optional.empty() : old.map(Field::text),
        secret ? Optional.empty() : now.map(Field::text),
        secret);
  }

  private static DiffEntry.Change change(Optional<Field> old, Optional<Field> now) {
    if (old.isEmpty()) {
      return DiffEntry.Change.ADDED;
    }
    if (now.isEmpty()) {
      return DiffEntry.Change.REMOVED;
    }
    return old.equals(now) ? DiffEntry.Change.EQUAL : DiffEntry.Change.CHANGED;
  }

  private static Map<String, Field> fields(Configuration of) {
    var fields = new LinkedHashMap<String, Field>();
    fields.put("artifact.kind", plain("artifact", of.artifact().kind()));
    fields.put("command", plain("run", String.join(" ", of.command())));
    fields.put("port", plain("run", of.port()));
    for (var variable : of.environment()) {
      fields.put(
          "environment." + variable.name(),
          new Field("run", variable.value().orElse(""), variable.secret()));
    }
    fields.put("resources.cpu", plain("resources", of.resources().cpu().toPlainString()));
    fields.put("resources.memoryMiB", plain("resources", of.resources().memoryMiB()));
    fields.put("scaling.min", plain("scaling", of.scaling().min()));
    fields.put("scaling.max", plain("scaling", of.scaling().max()));
    fields.put("scaling.conditions", plain("scaling", of.scaling().conditions()));
    fields.put("scaling.windows", plain("scaling", of.scaling().windows()));
    fields.put("health", plain("health", of.health()));
    fields.put("roll", plain("roll", of.roll()));
    fields.put("stop", plain("stop", of.stop()));
    fields.put("logs", plain("logs", String.join(" ", of.logs())));
    fields.put("remark", plain("remark", of.remark()));
    return fields;
  }

  private static Field plain(String group, Object value) {
    return new Field(group, value.toString(), false);
  }

  private record Field(String group, String text, boolean secret) {}
}
