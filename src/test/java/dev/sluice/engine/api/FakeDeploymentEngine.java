package dev.sluice.engine.api;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// An engine in memory, for tests of what stands in front of one. It keeps the rules that a caller
/// can see, runs nothing, and is deterministic: names, numbers and times are the same in every run.
///
/// With [Pace#AT_ONCE] an operation is over when its call returns; with [Pace#ON_COMMAND] it waits
/// for [#advance], [#finish] and [#fail]. [#refuseNext] makes the next call fail.
public final class FakeDeploymentEngine implements DeploymentEngine {
  /// When operations end.
  public enum Pace {
    AT_ONCE,
    ON_COMMAND
  }

  private final FakeRecords records = new FakeRecords("ada");
  private final FakeRollouts rollouts = new FakeRollouts(records);
  private final FakeChecks checks = new FakeChecks(records);
  private final FakeLogs logs = new FakeLogs(records);
  private final FakeMetrics metrics = new FakeMetrics(records);
  private Pace pace;
  private Optional<Problem> refusal = Optional.empty();

  public FakeDeploymentEngine() {
    this(Pace.AT_ONCE);
  }

  public FakeDeploymentEngine(Pace pace) {
    this.pace = pace;
  }

  // What tests do to it

  public synchronized void setPace(Pace changed) {
    pace = changed;
  }

  /// Moves a running operation on by one instance; false when only its end is left.
  public synchronized boolean advance(OperationId operation) {
    return change(() -> rollouts.advance(operation));
  }

  /// Ends a running operation well.
  public synchronized Operation finish(OperationId operation) {
    return change(() -> rollouts.finish(operation));
  }

  /// Ends a running operation as failed, with everything put back (R39).
  public synchronized Operation fail(OperationId operation, Failure failure, String... log) {
    boolean creating = records.operation(operation).kind() == Operation.Kind.CREATE;
    var end = creating ? Operation.State.FAILED : Operation.State.ROLLED_BACK;
    return change(() -> rollouts.fail(operation, failure, end, List.of(log)));
  }

  /// Puts a version into a state, with its event.
  public synchronized void setState(VersionName name, VersionView.State state, Failure reason) {
    var version = records.version(name);
    version.state = state;
    version.reason = Optional.of(reason);
    records.versionChanged(version);
  }

  public synchronized void writeLog(InstanceId instance, String... lines) {
    logs.write(instance, lines);
  }

  public synchronized void setMetrics(VersionMetrics measured) {
    metrics.set(measured);
  }

  public synchronized void setMetricSeries(MetricSeries measured) {
    metrics.set(measured);
  }

  public synchronized void setServiceMetrics(ServiceMetrics measured) {
    metrics.set(measured);
  }

  /// As if the gateway had counted it within the last second.
  public synchronized void countRequests(VersionName version, long requests, long errors) {
    metrics.count(version, requests, errors);
  }

  /// The next call that changes or reads something is refused with `problem`.
  public synchronized void refuseNext(Problem problem) {
    refusal = Optional.of(problem);
  }

  /// Every event that is still kept, oldest first.
  public List<EngineEvent> events() {
    return records.events.all();
  }

  /// Drops the events up to `number`, so that a reader that is behind has missed some.
  public void forgetEvents(long number) {
    records.events.forgetUpTo(number);
  }

  /// Every changing call that came this far, refused ones included, oldest first.
  public synchronized List<AuditEntry> calls() {
    return List.copyOf(records.audit);
  }

  // The port

  @Override
  public synchronized EngineInfo info() {
    return read(() -> FakeChecks.INFO);
  }

  @Override
  public synchronized Page<ServiceView> listServices(String query, Page.Request page) {
    return read(
        () ->
            FakeRecords.page(
                records.services.values().stream()
                    .filter(service -> service.name.value().contains(query))
                    .map(FakeService::view)
                    .toList(),
                page));
  }

  @Override
  public synchronized ServiceView getService(ServiceName service) {
    return read(() -> records.service(service).view());
  }

  @Override
  public synchronized ServiceView createService(ServiceName name, boolean publicAccess) {
    return call(
        "service.create",
        name,
        "",
        () -> {
          checks.free(name);
          var service = new FakeService(name, publicAccess, records.by, records.now());
          service.lastVersion = records.lastVersions.getOrDefault(name, 0);
          records.services.put(name, service);
          records.serviceChanged(service);
          return service.view();
        });
  }

  @Override
  public synchronized ServiceView changePublicAccess(ServiceName name, boolean publicAccess) {
    return call(
        "service.public",
        name,
        "",
        () -> {
          var service = records.service(name);
          service.publicAccess = publicAccess;
          service.revision++;
          records.serviceChanged(service);
          return service.view();
        });
  }

  @Override
  public synchronized Operation freeze(ServiceName name, String remark) {
    return setFrozen(name, true, Operation.Kind.FREEZE, remark);
  }

  @Override
  public synchronized Operation unfreeze(ServiceName name, String remark) {
    return setFrozen(name, false, Operation.Kind.UNFREEZE, remark);
  }

  /// Over as soon as it is begun, whatever the pace.
  private Operation setFrozen(
      ServiceName name, boolean frozen, Operation.Kind kind, String remark) {
    return call(
        frozen ? "service.freeze" : "service.unfreeze",
        name,
        remark,
        () -> {
          var service = records.service(name);
          if (service.frozen == frozen) {
            throw FakeRefusals.conflict(
                frozen ? "alreadyFrozen" : "notFrozen", "R5", "It is so already.", "Look at it.");
          }
          service.frozen = frozen;
          service.revision++;
          service.versions.values().forEach(version -> version.setFrozen(frozen, records.now()));
          service.versions.values().forEach(records::versionChanged);
          records.serviceChanged(service);
          return ended(kind, name, Optional.empty(), remark);
        });
  }

  private Operation ended(
      Operation.Kind kind, ServiceName service, Optional<VersionName> version, String remark) {
    var begun = records.begin(kind, service, version, Optional.empty(), remark, 1);
    return records.end(begun.id(), Operation.State.SUCCEEDED, Optional.empty(), List.of());
  }

  @Override
  public synchronized Operation restartInstance(
      VersionName name, InstanceId instance, String remark) {
    return tend("instance.restart", name, instance, Operation.Kind.RESTART, remark);
  }

  @Override
  public synchronized Operation removeInstance(
      VersionName name, InstanceId instance, String remark) {
    return tend("instance.remove", name, instance, Operation.Kind.SCALE, remark);
  }

  private Operation tend(
      String action, VersionName name, InstanceId id, Operation.Kind kind, String remark) {
    return call(
        action,
        id,
        remark,
        () -> {
          var version = records.version(name);
          var instances = version.instances;
          if (instances.stream().noneMatch(i -> i.id().equals(id))) {
            throw FakeRefusals.unknown("Instance", id);
          }
          if (kind == Operation.Kind.SCALE
              && instances.size() <= Math.max(1, version.configuration.scaling().min())) {
            throw FakeRefusals.conflict(
                "fewestInstances",
                "R67",
                "There are no more than the least.",
                "Restart it instead.");
          }
          instances.removeIf(i -> i.id().equals(id));
          if (kind == Operation.Kind.RESTART) {
            version.start(version.revision, Instance.Phase.READY, records.now());
          }
          records.versionChanged(version);
          return ended(kind, name.service(), Optional.of(name), remark);
        });
  }

  @Override
  public synchronized List<Prediction> predict(
      ServiceName service, List<RequestSample> requests, Optional<TrafficPolicy> policy) {
    return read(
        () -> {
          var by = policy.orElse(records.service(service).traffic().policy());
          return requests.stream().map(request -> Prediction.of(by, request)).toList();
        });
  }

  @Override
  public synchronized void deleteService(ServiceName name) {
    call(
        "service.delete",
        name,
        "",
        () -> {
          checks.empty(records.service(name));
          records.lastVersions.put(name, records.service(name).lastVersion);
          records.services.remove(name);
          records.changed(new EngineEvent.ServiceDeleted(name));
          return name;
        });
  }

  @Override
  public synchronized List<VersionView> listVersions(ServiceName service) {
    return read(
        () -> {
          var found = records.service(service);
          return found.versions.values().stream().map(v -> v.view(found.shareOf(v.name))).toList();
        });
  }

  @Override
  public synchronized VersionView getVersion(VersionName version) {
    return read(
        () -> records.version(version).view(records.service(version.service()).shareOf(version)));
  }

  @Override
  public synchronized Operation createVersion(ServiceName name, NewVersion version) {
    return start(
        "version.create",
        name,
        version.remark(),
        () -> {
          var service = records.service(name);
          checks.awake(service);
          if (version.startTraffic() != 0 && version.startTraffic() != 100) {
            var shown = Integer.toString(version.startTraffic());
            throw FakeRefusals.notAllowed(List.of(Violations.startTraffic(shown)));
          }
          return rollouts.create(service, checks.configuration(version.origin()), version);
        });
  }

  @Override
  public synchronized Operation redeploy(
      VersionName name,
      Configuration draft,
      Optional<Revision> base,
      String remark,
      boolean force) {
    return start(
        "version.redeploy",
        name,
        remark,
        () -> {
          var version = records.version(name);
          checks.awake(records.service(name.service()));
          checks.idle(version);
          checks.base(version, base);
          var target = checks.allowed(draft.withSecretsOf(version.configuration));
          checks.different(version, target, force);
          return rollouts.roll(Operation.Kind.REDEPLOY, version, target, Optional.empty(), remark);
        });
  }

  @Override
  public synchronized Operation rollback(
      VersionName name, SnapshotId id, Optional<Revision> base, String remark) {
    return start(
        "version.rollback",
        name,
        remark,
        () -> {
          var version = records.version(name);
          checks.awake(records.service(name.service()));
          checks.idle(version);
          checks.base(version, base);
          var target = checks.snapshot(version, id).configuration();
          checks.different(version, target, false);
          return rollouts.roll(Operation.Kind.ROLLBACK, version, target, Optional.of(id), remark);
        });
  }

  @Override
  public synchronized Operation restart(VersionName name, String remark) {
    return start(
        "version.restart",
        name,
        remark,
        () -> {
          var version = records.version(name);
          checks.awake(records.service(name.service()));
          checks.idle(version);
          return rollouts.roll(
              Operation.Kind.RESTART, version, version.configuration, Optional.empty(), remark);
        });
  }

  @Override
  public synchronized Operation deleteVersion(VersionName name) {
    return start(
        "version.delete",
        name,
        "",
        () -> {
          var version = records.version(name);
          checks.idle(version);
          checks.withoutTraffic(version);
          return rollouts.delete(version);
        });
  }

  @Override
  public synchronized Forecast forecast(VersionName name, Configuration draft) {
    return read(() -> checks.forecast(records.version(name), draft));
  }

  @Override
  public synchronized Forecast forecast(VersionName name, SnapshotId snapshot) {
    return read(
        () -> {
          var version = records.version(name);
          return checks.forecast(version, checks.snapshot(version, snapshot).configuration());
        });
  }

  @Override
  public synchronized List<InstanceView> listInstances(VersionName version) {
    return read(() -> List.copyOf(records.version(version).instances));
  }

  @Override
  public synchronized Page<Snapshot> listSnapshots(VersionName version, Page.Request page) {
    return read(
        () ->
            FakeRecords.page(
                records.version(version).snapshots.reversed().stream()
                    .map(Snapshot::masked)
                    .toList(),
                page));
  }

  @Override
  public synchronized Snapshot getSnapshot(VersionName version, SnapshotId snapshot) {
    return read(() -> checks.snapshot(records.version(version), snapshot).masked());
  }

  @Override
  public synchronized List<DiffEntry> diff(NewVersion.Reference from, NewVersion.Reference to) {
    return read(() -> FakeDiff.between(checks.referenced(from), checks.referenced(to)));
  }

  @Override
  public synchronized List<DiffEntry> diff(NewVersion.Reference from, Configuration draft) {
    return read(
        () -> {
          var base = checks.referenced(from);
          return FakeDiff.between(base, draft.withSecretsOf(base));
        });
  }

  @Override
  public synchronized TrafficView getTraffic(ServiceName service) {
    return read(() -> records.service(service).traffic());
  }

  @Override
  public synchronized TrafficView setTraffic(
      ServiceName name, TrafficPolicy policy, Optional<Long> base, String remark) {
    return call(
        "traffic.set",
        name,
        remark,
        () -> {
          var service = records.service(name);
          checks.trafficBase(service, base);
          checks.canServe(service, policy);
          return checks.putTraffic(service, policy, remark);
        });
  }

  @Override
  public synchronized Page<TrafficView> listTrafficHistory(ServiceName service, Page.Request page) {
    return read(() -> FakeRecords.page(records.service(service).policies.reversed(), page));
  }

  @Override
  public synchronized TrafficView restoreTraffic(ServiceName name, long revision, String remark) {
    return call(
        "traffic.restore",
        name,
        remark,
        () -> {
          var service = records.service(name);
          var old =
              service.policies.stream()
                  .filter(policy -> policy.revision() == revision)
                  .findFirst()
                  .orElseThrow(() -> FakeRefusals.unknown("Policy", revision));
          checks.canServe(service, old.policy());
          return checks.putTraffic(service, old.policy(), remark);
        });
  }

  @Override
  public synchronized Page<Operation> listOperations(
      Optional<ServiceName> service, Optional<VersionName> version, Page.Request page) {
    return read(
        () ->
            FakeRecords.page(
                FakeRecords.newestFirst(records.operations).stream()
                    .filter(o -> service.isEmpty() || o.service().equals(service.get()))
                    .filter(o -> version.isEmpty() || o.version().equals(version))
                    .toList(),
                page));
  }

  @Override
  public synchronized Operation getOperation(OperationId operation) {
    return read(() -> records.operation(operation));
  }

  @Override
  public synchronized Operation awaitOperation(OperationId operation, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      long left = limit.toMillis();
      while (!records.operation(operation).state().isFinal() && left > 0) {
        wait(left);
        left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return read(() -> records.operation(operation));
  }

  @Override
  public synchronized Operation pauseOperation(OperationId id) {
    return call(
        "operation.pause",
        id,
        "",
        () -> {
          checks.inState(id, Operation.State.RUNNING);
          return records.state(id, Operation.State.PAUSED);
        });
  }

  @Override
  public synchronized Operation resumeOperation(OperationId id) {
    return call(
        "operation.resume",
        id,
        "",
        () -> {
          checks.inState(id, Operation.State.PAUSED);
          return records.state(id, Operation.State.RUNNING);
        });
  }

  @Override
  public synchronized Operation cancelOperation(OperationId id) {
    return call(
        "operation.cancel",
        id,
        "",
        () -> {
          checks.inState(id, Operation.State.RUNNING, Operation.State.PAUSED);
          var failure = new Failure("cancelled", "Cancelled by " + records.by + ".");
          return rollouts.fail(id, failure, Operation.State.CANCELLED, List.of());
        });
  }

  @Override
  public synchronized LogPage readLogs(LogQuery query) {
    return read(() -> logs.read(query));
  }

  @Override
  public synchronized Subscription followLogs(LogQuery query, LogListener listener) {
    return read(() -> logs.follow(query, listener, this));
  }

  @Override
  public synchronized List<VersionMetrics> metrics(ServiceName service, Duration window) {
    return read(() -> metrics.of(service, window));
  }

  @Override
  public synchronized MetricSeries metricSeries(VersionName version, Duration window) {
    return read(() -> metrics.series(version, window));
  }

  @Override
  public synchronized List<ServiceMetrics> serviceMetrics(List<ServiceName> services) {
    return read(() -> metrics.of(services));
  }

  @Override
  public synchronized Page<AuditEntry> listAudit(Page.Request page) {
    return read(() -> FakeRecords.page(records.audit.reversed(), page));
  }

  @Override
  public synchronized String upload(InputStream bytes) {
    return call("artifact.upload", "artifact", "", () -> "sha256:" + sha256(bytes));
  }

  @Override
  public Subscription subscribe(Optional<Long> after, EventListener listener) {
    return records.events.subscribe(after, listener);
  }

  @Override
  public void close() {}

  private static String sha256(InputStream bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(bytes.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Operation start(String action, Object target, String remark, Supplier<Operation> body) {
    var started = call(action, target, remark, body);
    if (pace == Pace.AT_ONCE) {
      finish(started.id());
    }
    return started;
  }

  private <T> T call(String action, Object target, String remark, Supplier<T> body) {
    try {
      T result = change(() -> read(body));
      records.record(action, target, remark, "accepted");
      return result;
    } catch (ProblemException e) {
      records.record(action, target, remark, e.problem().code());
      throw e;
    }
  }

  private <T> T change(Supplier<T> body) {
    try {
      return body.get();
    } finally {
      notifyAll();
    }
  }

  private <T> T read(Supplier<T> body) {
    if (refusal.isPresent()) {
      var problem = refusal.get();
      refusal = Optional.empty();
      throw new ProblemException(problem);
    }
    return body.get();
  }
}
