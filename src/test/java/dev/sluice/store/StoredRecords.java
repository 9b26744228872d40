package dev.sluice.store;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Records as the engine would write them, with every optional part present.
final class StoredRecords {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456789Z");
  static final ServiceName SHOP = new ServiceName("shop");
  static final VersionName SHOP_1 = new VersionName(SHOP, 1);

  private StoredRecords() {}

  static Configuration configuration(String remark) {
    return Configuration.of(new Artifact.Command(Optional.of("bin")))
        .withCommand(List.of("serve", "--port=${PORT}"))
        .withEnvironment(
            List.of(
                EnvironmentVariable.plain("COLOUR", "blue"),
                EnvironmentVariable.secret("KEY", "not so secret")))
        .withRemark(remark);
  }

  static ServiceRecord service(ServiceName name) {
    return new ServiceRecord(name, true, false, 7, 3, NOW, NOW);
  }

  static VersionRecord version(VersionName name, RolloutState state) {
    var instance =
        Instance.starting(new InstanceId(name + "-i1"), Revision.FIRST, NOW)
            .started(new Handle("4711", "boot/4711/99"), new Endpoint("127.64.0.1", 20_001))
            .ready(NOW);
    return new VersionRecord(
        name,
        new Endpoint("127.64.0.1", 8080),
        NOW,
        NOW,
        new Revision(4),
        9,
        2,
        1,
        Optional.of(NOW),
        state,
        List.of(instance, instance.backingOff(NOW, 3, "exit code 1")));
  }

  static RolloutState steady() {
    return new RolloutState.Steady(new Spec(Revision.FIRST, configuration("")));
  }

  static Operation operation(long number, Operation.State state) {
    return operation(number, SHOP_1, state);
  }

  static Operation operation(long number, VersionName version, Operation.State state) {
    return new Operation(
        operationId(number),
        Operation.Kind.REDEPLOY,
        version.service(),
        Optional.of(version),
        Optional.of(new SnapshotId(version + ".1")),
        state,
        new Operation.Progress(1, 2),
        List.of(
            new Operation.Step(
                "start shop-001-i4",
                Operation.StepState.DONE,
                NOW,
                Optional.of(NOW),
                Optional.of("ready"))),
        Optional.of(new Failure("exited", "It ended.")),
        "ada",
        "why not",
        Optional.of("port 8080"),
        Optional.of("port 9090"),
        List.of("last words", "中文"),
        NOW,
        state.isFinal() ? Optional.of(NOW) : Optional.empty());
  }

  static OperationId operationId(long number) {
    return new OperationId("op-%06d".formatted(number));
  }

  static Snapshot snapshot(VersionName version, int number) {
    var configuration = configuration("snapshot " + number);
    return new Snapshot(
        new SnapshotId(version + "." + number),
        version,
        number,
        configuration,
        new Revision(number),
        "ada",
        "why not",
        operationId(number),
        NOW,
        ConfigurationDigest.of(configuration));
  }

  static TrafficRecord traffic(ServiceName service, long revision) {
    return new TrafficRecord(
        service,
        revision,
        TrafficPolicy.ByPercent.allTo(new VersionName(service, (int) revision))
            .withSticky(revision % 2 == 0),
        "ada",
        "go",
        NOW);
  }
}
