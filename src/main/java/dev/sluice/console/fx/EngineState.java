package dev.sluice.console.fx;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// Everything the console knows of its engine at one moment. Immutable; events are folded into a
/// new one by pure functions, which share with the old one whatever did not change.
///
/// All services are known. Of an engine with many, the versions are known only of those that are
/// watched ([EngineFeed#watch]): a console never needs those of all at once.
///
/// @param unread services whose versions are not known
/// @param operations the newest ones, at most [#KEPT_OPERATIONS]
/// @param metrics of the versions of watched services
/// @param serviceMetrics of the services in sight
/// @param last the event that was folded in last
/// @param latency how long the engine took for its last answer to a small question
public record EngineState(
    Connection connection,
    Optional<EngineInfo> info,
    PSortedMap<ServiceName, ServiceView> services,
    PSet<ServiceName> unread,
    PSortedMap<VersionName, VersionView> versions,
    PSortedMap<VersionName, List<InstanceView>> instances,
    PSortedMap<OperationId, Operation> operations,
    PSortedMap<VersionName, VersionMetrics> metrics,
    PSortedMap<ServiceName, ServiceMetrics> serviceMetrics,
    Optional<EngineEvent> last,
    Optional<Duration> latency) {

  /// Enough for a look back; the whole history is asked for in pages.
  public static final int KEPT_OPERATIONS = 500;

  /// Before anything was heard.
  public static EngineState connecting(Instant now) {
    return new EngineState(
        new Connection.Connecting(now),
        Optional.empty(),
        TreePMap.empty(),
        HashTreePSet.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same knowledge, with news arriving. A connection that was up keeps its beginning.
  public EngineState connected(Instant now) {
    return connection instanceof Connection.Connected ? this : with(new Connection.Connected(now));
  }

  /// The same knowledge, growing old. A loss keeps its first moment: that is what "as of" names.
  public EngineState lost(Instant now, Problem problem) {
    var since = connection instanceof Connection.Lost lost ? lost.since() : now;
    return with(new Connection.Lost(since, problem));
  }

  /// The engine answered after `latency`.
  EngineState answered(Duration measured) {
    return new EngineState(
        connection,
        info,
        services,
        unread,
        versions,
        instances,
        operations,
        metrics,
        serviceMetrics,
        last,
        Optional.of(measured));
  }

  /// What was measured anew of the services in sight; of the others nothing is kept.
  EngineState inSight(Collection<ServiceMetrics> read) {
    PSortedMap<ServiceName, ServiceMetrics> measured = TreePMap.empty();
    for (var one : read) {
      measured = measured.plus(one.service(), one);
    }
    return new EngineState(
        connection,
        info,
        services,
        unread,
        versions,
        instances,
        operations,
        metrics,
        measured,
        last,
        latency);
  }

  /// What was measured anew of some versions. A version that is not known is not measured.
  public EngineState measured(Collection<VersionMetrics> read) {
    var merged = metrics;
    for (var one : read) {
      if (versions.containsKey(one.version())) {
        merged = merged.plus(one.version(), one);
      }
    }
    return with(services, unread, versions, instances, operations, merged, last);
  }

  /// The state after `event`.
  public EngineState after(EngineEvent event) {
    var told = Optional.of(event);
    return switch (event.change()) {
      case EngineEvent.ServiceChanged c ->
          with(
              services.plus(c.service().name(), c.service()),
              unread,
              versions,
              instances,
              operations,
              metrics,
              told);
      case EngineEvent.ServiceDeleted c ->
          forget(c.service()).with(services.minus(c.service()), unread.minus(c.service()), told);
      case EngineEvent.VersionChanged c -> after(c, told);
      case EngineEvent.VersionDeleted c ->
          with(
              services,
              unread,
              versions.minus(c.version()),
              instances.minus(c.version()),
              operations,
              metrics.minus(c.version()),
              told);
      case EngineEvent.OperationChanged c ->
          with(services, unread, versions, instances, kept(c.operation()), metrics, told);
      case EngineEvent.SnapshotAdded _ -> with(services, unread, told);
    };
  }

  /// One version of a service whose others are not known would look like its only one.
  private EngineState after(EngineEvent.VersionChanged c, Optional<EngineEvent> told) {
    var name = c.version().name();
    return unread.contains(name.service())
        ? with(services, unread, told)
        : with(
            services,
            unread,
            versions.plus(name, c.version()),
            instances.plus(name, c.instances()),
            operations,
            metrics,
            told);
  }

  private PSortedMap<OperationId, Operation> kept(Operation operation) {
    var all = operations.plus(operation.id(), operation);
    return all.size() > KEPT_OPERATIONS ? all.minusFirstEntry() : all;
  }

  /// All services and the newest operations, read anew; of no version more than its name. Keeps the
  /// connection, and nothing that the engine no longer has.
  static EngineState listed(
      EngineState before,
      EngineInfo info,
      Collection<ServiceView> services,
      Collection<Operation> operations) {
    var state = connecting(before.connection.since());
    var named = state.services;
    var unread = state.unread;
    for (var service : services) {
      named = named.plus(service.name(), service);
      unread = service.versions().isEmpty() ? unread : unread.plus(service.name());
    }
    var newest = state.operations;
    for (var operation : operations) {
      newest = newest.plus(operation.id(), operation);
    }
    return new EngineState(
        before.connection,
        Optional.of(info),
        named,
        unread,
        state.versions,
        state.instances,
        newest,
        state.metrics,
        before.serviceMetrics,
        before.last,
        before.latency);
  }

  /// With all versions of `service`, which are known from now on; none when it is gone.
  EngineState read(ServiceName service, List<ReadVersion> read) {
    var known = forget(service);
    if (!services.containsKey(service)) {
      return known;
    }
    var views = known.versions;
    var running = known.instances;
    for (var version : read) {
      views = views.plus(version.view().name(), version.view());
      running = running.plus(version.view().name(), List.copyOf(version.instances()));
    }
    return with(services, unread.minus(service), views, running, operations, known.metrics, last);
  }

  /// Without the versions of `service`.
  EngineState forget(ServiceName service) {
    var names = within(versions, service).keySet();
    return with(
        services,
        services.containsKey(service) ? unread.plus(service) : unread,
        versions.minusAll(names),
        instances.minusAll(names),
        operations,
        metrics.minusAll(names),
        last);
  }

  /// The versions of `service`, oldest first; none where they are not known.
  public List<VersionView> versionsOf(ServiceName service) {
    return List.copyOf(within(versions, service).values());
  }

  private static <T> PSortedMap<VersionName, T> within(
      PSortedMap<VersionName, T> all, ServiceName service) {
    return all.subMap(new VersionName(service, 1), new VersionName(service, Integer.MAX_VALUE));
  }

  /// Operations that have not ended, oldest first.
  public List<Operation> running() {
    return operations.values().stream().filter(o -> !o.state().isFinal()).toList();
  }

  private EngineState with(Connection changed) {
    return new EngineState(
        changed,
        info,
        services,
        unread,
        versions,
        instances,
        operations,
        metrics,
        serviceMetrics,
        last,
        latency);
  }

  private EngineState with(
      PSortedMap<ServiceName, ServiceView> named,
      PSet<ServiceName> notRead,
      Optional<EngineEvent> told) {
    return with(named, notRead, versions, instances, operations, metrics, told);
  }

  private EngineState with(
      PSortedMap<ServiceName, ServiceView> named,
      PSet<ServiceName> notRead,
      PSortedMap<VersionName, VersionView> views,
      PSortedMap<VersionName, List<InstanceView>> running,
      PSortedMap<OperationId, Operation> newest,
      PSortedMap<VersionName, VersionMetrics> measured,
      Optional<EngineEvent> told) {
    return new EngineState(
        connection,
        info,
        named,
        notRead,
        views,
        running,
        newest,
        measured,
        serviceMetrics,
        told,
        latency);
  }

  /// What is left of `wanted` to be read.
  Set<ServiceName> unreadOf(Set<ServiceName> wanted) {
    var left = new TreeSet<>(wanted);
    left.retainAll(unread);
    return left;
  }

  /// A version and its instances, as they were read.
  record ReadVersion(VersionView view, List<InstanceView> instances) {}
}
