package dev.sluice.engine.api;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Releases services: the one port that consoles and programs know.
///
/// Every method blocks until the change it makes is durable (R71) or refused, and may be called
/// from any thread but JavaFX's; virtual threads are meant for it. A refusal is a
/// [ProblemException] and has changed nothing (R73). Calls that return an [Operation] have recorded
/// and started it; its end comes as an event, or from [#awaitOperation]. An engine object acts for
/// one caller, whose name stands in every record. Secrets are masked in everything that is
/// returned.
public interface DeploymentEngine extends AutoCloseable {

  /// Who this engine is and what it allows.
  EngineInfo info();

  /// @param query part of a service's name; empty for all. Ordered by name.
  Page<ServiceView> listServices(String query, Page.Request page);

  ServiceView getService(ServiceName service);

  /// R1. A new service has no version and sends nothing anywhere.
  ServiceView createService(ServiceName service, boolean publicAccess);

  /// R4.
  ServiceView changePublicAccess(ServiceName service, boolean publicAccess);

  /// R5: stops all instances of the service and keeps everything else.
  Operation freeze(ServiceName service, String remark);

  /// R5: brings back what [#freeze] stopped.
  Operation unfreeze(ServiceName service, String remark);

  /// R3: refused while it has versions.
  void deleteService(ServiceName service);

  /// Oldest first.
  List<VersionView> listVersions(ServiceName service);

  VersionView getVersion(VersionName version);

  /// R6-R13. The version exists, in state `CREATING`, when this returns.
  Operation createVersion(ServiceName service, NewVersion version);

  /// R33-R46: edit and redeploy in place.
  ///
  /// @param base the revision the draft was made on; refused as stale when it is no longer the
  ///   present one (R46)
  /// @param force also when nothing changed (R43)
  Operation redeploy(
      VersionName version,
      Configuration draft,
      Optional<Revision> base,
      String remark,
      boolean force);

  /// R53-R55: redeploys what `snapshot` holds.
  ///
  /// @param base the revision that was compared with the snapshot; refused as stale when it is no
  ///   longer the present one (R46, R54)
  Operation rollback(
      VersionName version, SnapshotId snapshot, Optional<Revision> base, String remark);

  /// The same, whatever the version's present revision is.
  default Operation rollback(VersionName version, SnapshotId snapshot, String remark) {
    return rollback(version, snapshot, Optional.empty(), remark);
  }

  /// A rolling restart on the present configuration.
  Operation restart(VersionName version, String remark);

  /// R58, R60.
  Operation deleteVersion(VersionName version);

  /// What [#redeploy] with `draft` would do.
  Forecast forecast(VersionName version, Configuration draft);

  /// What [#rollback] to `snapshot` would do.
  Forecast forecast(VersionName version, SnapshotId snapshot);

  /// All instances of a version, oldest first.
  List<InstanceView> listInstances(VersionName version);

  /// R67: starts another instance and, once that is ready, ends this one.
  Operation restartInstance(VersionName version, InstanceId instance, String remark);

  /// R67: one instance fewer; refused when there are no more than the configuration's least.
  Operation removeInstance(VersionName version, InstanceId instance, String remark);

  /// Newest first (R50).
  Page<Snapshot> listSnapshots(VersionName version, Page.Request page);

  Snapshot getSnapshot(VersionName version, SnapshotId snapshot);

  /// R51: every field, equal ones included.
  List<DiffEntry> diff(NewVersion.Reference from, NewVersion.Reference to);

  /// R51 with a draft on the right.
  List<DiffEntry> diff(NewVersion.Reference from, Configuration draft);

  TrafficView getTraffic(ServiceName service);

  /// R19-R25. When this returns, every request that arrives goes by the new policy (R21).
  ///
  /// @param base the policy's revision the change was made on; refused as stale when it is no
  ///   longer the present one
  TrafficView setTraffic(
      ServiceName service, TrafficPolicy policy, Optional<Long> base, String remark);

  /// R30: where requests would go, decided by the gateway's own code; nothing is sent.
  ///
  /// @param policy one that is not saved; the present one when not given
  /// @return one for each of `requests`, in their order
  List<Prediction> predict(
      ServiceName service, List<RequestSample> requests, Optional<TrafficPolicy> policy);

  /// Policies a service has had, newest first, the present one included (R69).
  Page<TrafficView> listTrafficHistory(ServiceName service, Page.Request page);

  /// Puts the policy with that revision in place again, as a new one (R69).
  TrafficView restoreTraffic(ServiceName service, long revision, String remark);

  /// Newest first.
  ///
  /// @param service only of this one, when given
  /// @param version only of this one, when given
  Page<Operation> listOperations(
      Optional<ServiceName> service, Optional<VersionName> version, Page.Request page);

  Operation getOperation(OperationId operation);

  /// Waits until the operation's state is final, at most `limit`, and returns it as it then is.
  Operation awaitOperation(OperationId operation, Duration limit);

  /// R44: starts no further instance until resumed; the deadline keeps running.
  Operation pauseOperation(OperationId operation);

  Operation resumeOperation(OperationId operation);

  /// R44: undoes it like a failure (R39).
  Operation cancelOperation(OperationId operation);

  /// R70: a page of a log, newest line first. One call reads a bounded part of a long log, so a
  /// page may hold fewer lines than wanted, or none, and still have a cursor to go on with.
  LogPage readLogs(LogQuery query);

  /// R70: the last lines that [#readLogs] would give, oldest first, then every further line once it
  /// is complete; with the cursor of a line, whatever came after that line. Returns when the log is
  /// found; the listener is told from then on, until it hears of the end or the subscription is
  /// closed.
  Subscription followLogs(LogQuery query, LogListener listener);

  /// The last lines an instance wrote, oldest first; also of one that has failed and is gone, while
  /// its log is kept.
  ///
  /// @param limit 1 to 5,000 lines
  default List<String> tailLog(InstanceId instance, int limit) {
    var page = readLogs(LogQuery.of(new LogQuery.OfInstance(instance), limit));
    return page.lines().reversed().stream().map(LogLine::text).toList();
  }

  /// What was measured over the last seconds, of every version of the service.
  default List<VersionMetrics> metrics(ServiceName service) {
    return metrics(service, VersionMetrics.WINDOW);
  }

  /// What was measured of every version of the service.
  ///
  /// @param window at least 1 s; the answer covers at most [VersionMetrics#LONGEST_WINDOW]
  List<VersionMetrics> metrics(ServiceName service, Duration window);

  /// What was measured of a version, second by second.
  ///
  /// @param window at least 1 s; the answer covers at most [VersionMetrics#LONGEST_WINDOW]
  MetricSeries metricSeries(VersionName version, Duration window);

  /// What a list of services shows, in one cheap call: meant for the services in sight.
  ///
  /// @return one for each of `services` that there is, in their order
  List<ServiceMetrics> serviceMetrics(List<ServiceName> services);

  /// Newest first (R68).
  Page<AuditEntry> listAudit(Page.Request page);

  /// Stores bytes for archives and jars, once per content.
  ///
  /// @return `sha256:…`, for [dev.sluice.domain.service.Artifact.Upload]
  String upload(InputStream bytes);

  /// Follows all changes.
  ///
  /// @param after the number of the last event already seen; empty to start with the next one
  Subscription subscribe(Optional<Long> after, EventListener listener);

  /// Releases what this object holds; the engine itself goes on.
  @Override
  void close();
}
