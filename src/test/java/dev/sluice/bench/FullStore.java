package dev.sluice.bench;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Scaling.Condition;
import dev.sluice.domain.service.Scaling.Metric;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.port.Store.Change;
import dev.sluice.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A store as after years of work: many services with many versions, each redeployed once. Nothing
/// runs, because every version sleeps.
record FullStore(int services, int versions) {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  void write(Path directory) throws IOException {
    try (var store = SqliteStore.open(directory)) {
      for (int i = 0; i < services; i++) {
        store.commit(service(i));
      }
    }
  }

  static ServiceName name(int service) {
    return new ServiceName("service-%04d".formatted(service));
  }

  private List<Change> service(int index) {
    var name = name(index);
    var changes = new ArrayList<Change>();
    changes.add(
        new Change.PutService(new ServiceRecord(name, true, false, versions, 3, THEN, THEN)));
    for (int i = 1; i <= versions; i++) {
      addVersion(changes, new VersionName(name, i), index * versions + i);
    }
    changes.add(
        new Change.AddTraffic(
            new TrafficRecord(
                name,
                1,
                TrafficPolicy.ByPercent.allTo(new VersionName(name, versions)),
                "operator",
                "all to the newest",
                THEN)));
    return changes;
  }

  private static void addVersion(List<Change> changes, VersionName name, int number) {
    var before = configuration(name, "first");
    var redeploy = operation(name, number);
    changes.add(new Change.PutVersion(version(name, number)));
    changes.add(new Change.PutOperation(redeploy));
    changes.add(
        new Change.AddSnapshot(
            new Snapshot(
                new SnapshotId(name + ".1"),
                name,
                1,
                before,
                Revision.FIRST,
                "operator",
                "as ordered",
                redeploy.id(),
                THEN,
                ConfigurationDigest.of(before))));
    changes.add(new Change.AddEvent(THEN, "version.changed", "{\"name\": \"" + name + "\"}"));
  }

  private static VersionRecord version(VersionName name, int number) {
    var spec = new Spec(Revision.FIRST.next(), configuration(name, "second"));
    return new VersionRecord(
        name,
        new Endpoint("127.20.%d.%d".formatted(number / 250, number % 250 + 1), 8080),
        THEN,
        THEN,
        spec.revision(),
        4,
        1,
        0,
        Optional.empty(),
        new RolloutState.Steady(spec),
        List.of());
  }

  private static Configuration configuration(VersionName name, String label) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(List.of("/usr/bin/serve", "--port", "${PORT}", "--name", name.toString()))
        .withScaling(new Scaling(0, 10, List.of(new Condition(Metric.CPU, 60)), List.of()))
        .withEnvironment(
            List.of(
                EnvironmentVariable.plain("LABEL", label),
                EnvironmentVariable.plain("DATABASE_URL", "postgres://db.internal:5432/" + name),
                EnvironmentVariable.plain("LOG_LEVEL", "info"),
                EnvironmentVariable.secret("DATABASE_PASSWORD", "password of " + name)));
  }

  private static Operation operation(VersionName name, int number) {
    return new Operation(
        new OperationId("op-%06d".formatted(number)),
        Operation.Kind.REDEPLOY,
        name.service(),
        Optional.of(name),
        Optional.empty(),
        Operation.State.SUCCEEDED,
        new Operation.Progress(2, 2),
        List.of(
            new Operation.Step(
                "prepare", Operation.StepState.DONE, THEN, Optional.of(THEN), Optional.empty())),
        Optional.empty(),
        "operator",
        "as ordered",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        THEN,
        Optional.of(THEN));
  }
}
