package dev.sluice.engine.api;

import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.logs.ListedLog;
import dev.sluice.engine.logs.LogCursor;
import dev.sluice.engine.logs.LogFollower;
import dev.sluice.engine.logs.LogFollower.Present;
import dev.sluice.engine.logs.LogPages;
import dev.sluice.engine.logs.LogSource;
import dev.sluice.engine.logs.OperationLines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The logs of [FakeDeploymentEngine]: what tests write, and one line of instances that wrote
/// nothing. Guarded by the engine's lock.
final class FakeLogs {
  private final FakeRecords records;
  private final Map<InstanceId, ListedLog> written = new TreeMap<>();

  FakeLogs(FakeRecords records) {
    this.records = records;
  }

  void write(InstanceId instance, String... lines) {
    var log = written.computeIfAbsent(instance, _ -> new ListedLog());
    for (String line : lines) {
      log.write(records.now(), line);
    }
  }

  LogPage read(LogQuery query) {
    var cursor = query.cursor().map(text -> orRefused(LogCursor.readBack(text), text));
    return LogPages.read(present(query.source()).sources(), query, cursor);
  }

  Subscription follow(LogQuery query, LogListener listener, Object lock) {
    var cursor =
        query.cursor().map(text -> orRefused(LogCursor.read(LogCursor.Kind.ON, text), text));
    var _ = present(query.source());
    return new LogFollower(() -> presentOrGone(query.source(), lock), query, cursor, listener)
        .start();
  }

  private static LogCursor orRefused(Optional<LogCursor> cursor, String text) {
    return cursor.orElseThrow(() -> FakeRefusals.wrongCursor(text));
  }

  private Present presentOrGone(LogQuery.Source source, Object lock) {
    synchronized (lock) {
      try {
        return present(source);
      } catch (ProblemException e) {
        return new Present(List.of(), true);
      }
    }
  }

  private Present present(LogQuery.Source source) {
    return switch (source) {
      case LogQuery.OfService of ->
          new Present(sources(records.service(of.service()).versions.values()), false);
      case LogQuery.OfVersion of ->
          new Present(sources(List.of(records.version(of.version()))), false);
      case LogQuery.OfInstance of -> new Present(List.of(source(of.instance())), false);
      case LogQuery.OfOperation of -> {
        var operation = records.operation(of.operation());
        var lines = new OperationLines(operation);
        yield new Present(
            List.of(LogSource.of(lines, operation.id())), operation.state().isFinal());
      }
    };
  }

  private List<LogSource> sources(Collection<FakeVersion> versions) {
    var sources = new ArrayList<LogSource>();
    for (var version : versions) {
      version.instances.forEach(this::speak);
      written.forEach(
          (id, log) -> {
            if (id.value().startsWith(version.name + "-")) {
              sources.add(LogSource.of(version.name, id, log.reader()));
            }
          });
    }
    return sources;
  }

  private LogSource source(InstanceId instance) {
    return records.services.values().stream()
        .flatMap(service -> sources(service.versions.values()).stream())
        .filter(source -> source.key().equals(instance.value()))
        .findFirst()
        .orElseThrow(() -> FakeRefusals.unknown("Instance", instance));
  }

  /// An instance that no test has made write says that it is there.
  private void speak(InstanceView view) {
    if (view.state() != Instance.Phase.STARTING && !written.containsKey(view.id())) {
      write(view.id(), "listening on " + view.address().orElse("nothing"));
    }
  }
}
