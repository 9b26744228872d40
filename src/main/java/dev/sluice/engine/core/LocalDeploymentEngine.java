package dev.sluice.engine.core;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.AuditEntry;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.RequestSample;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.port.Store.Slice;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The engine itself, for one caller in the same process.
final class LocalDeploymentEngine implements DeploymentEngine {
  private final EngineInfo info;
  private final Kernel kernel;
  private final Audit audit;
  private final Configurations configurations;
  private final Reading reading;
  private final MetricsReading measured;
  private final ServiceCommands services;
  private final VersionCommands versions;
  private final TrafficCommands traffic;

  LocalDeploymentEngine(EngineInfo info, Kernel kernel, String caller) {
    this.audit = new Audit(kernel, caller);
    this.info = info;
    this.kernel = kernel;
    this.configurations = new Configurations(kernel, info.rules());
    this.reading = new Reading(kernel, info.rules());
    this.measured = new MetricsReading(kernel);
    this.services = new ServiceCommands(kernel, audit);
    this.versions = new VersionCommands(kernel, audit, configurations);
    this.traffic = new TrafficCommands(kernel, audit);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public Page<ServiceView> listServices(String query, Page.Request page) {
    return reading.services(query, page);
  }

  @Override
  public ServiceView getService(ServiceName service) {
    return Views.service(kernel.get(service));
  }

  @Override
  public ServiceView createService(ServiceName service, boolean publicAccess) {
    return services.create(service, publicAccess);
  }

  @Override
  public ServiceView changePublicAccess(ServiceName service, boolean publicAccess) {
    return services.changePublicAccess(service, publicAccess);
  }

  @Override
  public Operation freeze(ServiceName service, String remark) {
    return services.freeze(service, remark);
  }

  @Override
  public Operation unfreeze(ServiceName service, String remark) {
    return services.unfreeze(service, remark);
  }

  @Override
  public Operation restartInstance(VersionName version, InstanceId instance, String remark) {
    return versions.restartInstance(version, instance, remark);
  }

  @Override
  public Operation removeInstance(VersionName version, InstanceId instance, String remark) {
    return versions.removeInstance(version, instance, remark);
  }

  @Override
  public List<Prediction> predict(
      ServiceName service, List<RequestSample> requests, Optional<TrafficPolicy> policy) {
    return traffic.predict(service, requests, policy);
  }

  @Override
  public void deleteService(ServiceName service) {
    services.delete(service);
  }

  @Override
  public List<VersionView> listVersions(ServiceName service) {
    var state = kernel.get(service);
    return state.versions().values().stream().map(v -> Views.version(state, v)).toList();
  }

  @Override
  public VersionView getVersion(VersionName version) {
    return Views.version(kernel.get(version.service()), reading.version(version));
  }

  @Override
  public Operation createVersion(ServiceName service, NewVersion version) {
    return versions.create(service, version);
  }

  @Override
  public Operation redeploy(
      VersionName version,
      Configuration draft,
      Optional<Revision> base,
      String remark,
      boolean force) {
    return versions.redeploy(version, draft, base, remark, force);
  }

  @Override
  public Operation rollback(
      VersionName version, SnapshotId snapshot, Optional<Revision> base, String remark) {
    return versions.rollback(version, snapshot, base, remark);
  }

  @Override
  public Operation restart(VersionName version, String remark) {
    return versions.restart(version, remark);
  }

  @Override
  public Operation deleteVersion(VersionName version) {
    return versions.delete(version);
  }

  @Override
  public Forecast forecast(VersionName version, Configuration draft) {
    var current = reading.version(version).rollout().current().configuration();
    return reading.forecast(version, draft.withSecretsOf(current));
  }

  @Override
  public Forecast forecast(VersionName version, SnapshotId snapshot) {
    return reading.forecast(version, configurations.getSnapshot(version, snapshot).configuration());
  }

  @Override
  public List<InstanceView> listInstances(VersionName version) {
    return Views.instances(reading.version(version), kernel.measurements);
  }

  @Override
  public Page<Snapshot> listSnapshots(VersionName version, Page.Request page) {
    reading.version(version);
    var slice = kernel.store.snapshots(version, page.offset(), page.size());
    return new Page<>(slice.items().stream().map(Snapshot::masked).toList(), slice.total());
  }

  @Override
  public Snapshot getSnapshot(VersionName version, SnapshotId snapshot) {
    return configurations.getSnapshot(version, snapshot).masked();
  }

  @Override
  public List<DiffEntry> diff(NewVersion.Reference from, NewVersion.Reference to) {
    return ConfigurationDiff.between(configurations.get(from), configurations.get(to));
  }

  @Override
  public List<DiffEntry> diff(NewVersion.Reference from, Configuration draft) {
    var base = configurations.get(from);
    return ConfigurationDiff.between(base, draft.withSecretsOf(base));
  }

  @Override
  public TrafficView getTraffic(ServiceName service) {
    return Views.traffic(kernel.get(service).traffic());
  }

  @Override
  public TrafficView setTraffic(
      ServiceName service, TrafficPolicy policy, Optional<Long> base, String remark) {
    return traffic.set(service, policy, base, remark);
  }

  @Override
  public Page<TrafficView> listTrafficHistory(ServiceName service, Page.Request page) {
    kernel.get(service);
    var slice = kernel.store.trafficHistory(service, page.offset(), page.size());
    return new Page<>(slice.items().stream().map(Views::traffic).toList(), slice.total());
  }

  @Override
  public TrafficView restoreTraffic(ServiceName service, long revision, String remark) {
    return traffic.restore(service, revision, remark);
  }

  @Override
  public Page<Operation> listOperations(
      Optional<ServiceName> service, Optional<VersionName> version, Page.Request page) {
    return Reading.page(kernel.store.operations(service, version, page.offset(), page.size()));
  }

  @Override
  public Operation getOperation(OperationId operation) {
    return kernel
        .store
        .operation(operation)
        .orElseThrow(() -> Problems.unknownOperation(operation));
  }

  @Override
  public Operation awaitOperation(OperationId operation, Duration limit) {
    return reading.awaitOperation(operation, limit);
  }

  @Override
  public Operation pauseOperation(OperationId operation) {
    return versions.steer(operation, new Input.Pause(), "pause", "paused");
  }

  @Override
  public Operation resumeOperation(OperationId operation) {
    return versions.steer(operation, new Input.Resume(), "resume", "resumed");
  }

  @Override
  public Operation cancelOperation(OperationId operation) {
    return versions.steer(operation, new Input.Cancel(), "cancel", "cancelled");
  }

  @Override
  public LogPage readLogs(LogQuery query) {
    return kernel.logs.read(query);
  }

  @Override
  public Subscription followLogs(LogQuery query, LogListener listener) {
    return kernel.logs.follow(query, listener);
  }

  @Override
  public List<VersionMetrics> metrics(ServiceName service, Duration window) {
    return measured.metrics(service, window);
  }

  @Override
  public MetricSeries metricSeries(VersionName version, Duration window) {
    return measured.series(version, window);
  }

  @Override
  public List<ServiceMetrics> serviceMetrics(List<ServiceName> services) {
    return measured.services(services);
  }

  @Override
  public Page<AuditEntry> listAudit(Page.Request page) {
    var slice = kernel.store.audit(page.offset(), page.size());
    return Reading.page(
        new Slice<>(
            slice.items().stream()
                .map(
                    e ->
                        new AuditEntry(
                            e.number(),
                            e.at(),
                            e.by(),
                            e.action(),
                            e.target(),
                            e.remark(),
                            e.outcome(),
                            e.before(),
                            e.after()))
                .toList(),
            slice.total()));
  }

  @Override
  public String upload(InputStream bytes) {
    return configurations.upload(bytes, audit);
  }

  @Override
  public Subscription subscribe(Optional<Long> after, EventListener listener) {
    return kernel.events.subscribe(after, listener);
  }

  /// Nothing is held for a caller; the engine goes on.
  @Override
  public void close() {
    // Nothing to release.
  }
}
