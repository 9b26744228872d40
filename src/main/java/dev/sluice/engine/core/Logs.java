package dev.sluice.engine.core;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.logs.LogCursor;
import dev.sluice.engine.logs.LogFollower;
import dev.sluice.engine.logs.LogFollower.Present;
import dev.sluice.engine.logs.LogPages;
import dev.sluice.engine.logs.LogSource;
import dev.sluice.engine.logs.OperationLines;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Finds the logs that a query is about (R70).
final class Logs implements AutoCloseable {
  private final Kernel kernel;

  /// Those that were not closed; more than are open, when listeners were left to themselves.
  private final Set<LogFollower> followers = ConcurrentHashMap.newKeySet();

  Logs(Kernel kernel) {
    this.kernel = kernel;
  }

  LogPage read(LogQuery query) {
    var cursor = query.cursor().map(text -> orRefused(LogCursor.readBack(text), text));
    return LogPages.read(present(query.source()).sources(), query, cursor);
  }

  Subscription follow(LogQuery query, LogListener listener) {
    var cursor =
        query.cursor().map(text -> orRefused(LogCursor.read(LogCursor.Kind.ON, text), text));
    var source = query.source();
    var _ = present(source);
    var follower = new LogFollower(() -> presentOrGone(source), query, cursor, listener);
    followers.add(follower);
    follower.start();
    return () -> {
      followers.remove(follower);
      follower.close();
    };
  }

  private static LogCursor orRefused(Optional<LogCursor> cursor, String text) {
    return cursor.orElseThrow(() -> Problems.wrongCursor(text));
  }

  private Present presentOrGone(LogQuery.Source source) {
    try {
      return present(source);
    } catch (ProblemException _) {
      return new Present(List.of(), true);
    }
  }

  private Present present(LogQuery.Source source) {
    return switch (source) {
      case LogQuery.OfService(ServiceName service) ->
          instances(
              kernel.get(service).versions().keySet().stream().flatMap(this::instancesOf).toList());
      case LogQuery.OfVersion(VersionName version) -> instances(instancesOf(version).toList());
      case LogQuery.OfInstance(InstanceId instance) -> instances(List.of(find(instance)));
      case LogQuery.OfOperation(OperationId id) -> operation(id);
    };
  }

  private record Writer(VersionName version, InstanceId instance) {}

  private Present instances(List<Writer> writers) {
    return new Present(
        writers.stream()
            .map(
                writer ->
                    LogSource.of(
                        writer.version(),
                        writer.instance(),
                        kernel.platform.readLog(writer.version(), writer.instance())))
            .toList(),
        false);
  }

  private Stream<Writer> instancesOf(VersionName version) {
    var instances = new TreeSet<>(kernel.platform.logs(version));
    kernel
        .get(version.service())
        .find(version)
        .orElseThrow(() -> Problems.unknownVersion(version))
        .instances()
        .stream()
        .map(Instance::id)
        .forEach(instances::add);
    return instances.stream().map(instance -> new Writer(version, instance));
  }

  /// An instance's id begins with the name of its version.
  private Writer find(InstanceId instance) {
    int at = instance.value().lastIndexOf('-');
    return Optional.of(instance.value().substring(0, Math.max(0, at)))
        .flatMap(VersionName::parse)
        .filter(version -> kernel.find(version.service()).flatMap(s -> s.find(version)).isPresent())
        .stream()
        .flatMap(this::instancesOf)
        .filter(writer -> writer.instance().equals(instance))
        .findFirst()
        .orElseThrow(() -> Problems.unknownInstance(instance.value()));
  }

  private Present operation(OperationId id) {
    var operation = kernel.store.operation(id).orElseThrow(() -> Problems.unknownOperation(id));
    return new Present(
        List.of(LogSource.of(new OperationLines(operation), id)), operation.state().isFinal());
  }

  /// Ends what is still followed.
  @Override
  public void close() {
    followers.forEach(LogFollower::close);
  }
}
