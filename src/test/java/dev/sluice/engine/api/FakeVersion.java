package dev.sluice.engine.api;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What [FakeDeploymentEngine] keeps of one version. Guarded by the engine's lock.
final class FakeVersion {
  final VersionName name;
  final Endpoint address;
  final Instant createdAt;
  final List<Snapshot> snapshots = new ArrayList<>();
  final List<InstanceView> instances = new ArrayList<>();
  VersionView.State state = VersionView.State.CREATING;
  Optional<Failure> reason = Optional.empty();
  Optional<OperationId> operation = Optional.empty();
  Configuration configuration;
  Revision revision = Revision.FIRST;
  Revision lastRevision = Revision.FIRST;
  Instant updatedAt;
  private boolean frozen;
  private int lastInstance;

  FakeVersion(VersionName name, Endpoint address, Configuration configuration, Instant now) {
    this.name = name;
    this.address = address;
    this.configuration = configuration;
    this.createdAt = now;
    this.updatedAt = now;
  }

  /// Stops all instances, or starts as many again.
  void setFrozen(boolean now, Instant at) {
    frozen = now;
    instances.clear();
    while (!frozen && instances.size() < wanted()) {
      start(revision, Instance.Phase.READY, at);
    }
  }

  int wanted() {
    return configuration.scaling().min();
  }

  VersionView view(int trafficPercent) {
    int ready = (int) instances.stream().filter(i -> i.state() == Instance.Phase.READY).count();
    return new VersionView(
        name,
        name.service(),
        state,
        reason,
        scale(),
        address,
        configuration.masked(),
        trafficPercent,
        new VersionView.InstanceCount(ready, wanted()),
        operation,
        revision,
        createdAt,
        updatedAt);
  }

  private VersionView.Scale scale() {
    if (frozen) {
      return VersionView.Scale.STOPPED;
    }
    return wanted() == 0 ? VersionView.Scale.ZERO : VersionView.Scale.RUNNING;
  }

  /// A new instance at the end of the list.
  InstanceView start(Revision of, Instance.Phase phase, Instant now) {
    int number = ++lastInstance;
    var view =
        new InstanceView(
            new InstanceId(name + "-i" + number),
            name,
            of,
            phase,
            Optional.of("127.0.0.1:" + (20_000 + number)),
            Optional.of(Integer.toString(40_000 + number)),
            now,
            0,
            Optional.empty(),
            Optional.of(1.5),
            Optional.of(64),
            Optional.of(0));
    instances.add(view);
    return view;
  }

  /// Keeps what the configuration is now (R47).
  Snapshot snapshot(String by, String remark, OperationId made, Instant now) {
    int number = snapshots.size() + 1;
    var snapshot =
        new Snapshot(
            new SnapshotId(name + "." + number),
            name,
            number,
            configuration,
            revision,
            by,
            remark,
            made,
            now,
            "sha256:" + "%064x".formatted(configuration.hashCode() & 0xffff_ffffL));
    snapshots.add(snapshot);
    return snapshot;
  }
}
