package dev.sluice.engine.api;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What [FakeDeploymentEngine] refuses, and what it works out without changing anything.
final class FakeChecks {
  static final EngineInfo INFO =
      new EngineInfo(
          "workshop",
          "local",
          "0.1.0",
          "process",
          "http://127.0.0.1:8080",
          "/var/lib/sluice",
          List.of("sluice", "sample"),
          new Enforcement(Enforcement.Mode.WATCHED, "nothing runs here"),
          new ConfigurationRules(
              ResourceTable.DEFAULT,
              ConfigurationRules.MOST_INSTANCES,
              Set.of("command", "archive", "jar")));

  private final FakeRecords records;

  FakeChecks(FakeRecords records) {
    this.records = records;
  }

  void free(ServiceName name) {
    if (records.services.containsKey(name)) {
      throw FakeRefusals.conflict(
          "serviceExists",
          "R1",
          "There is already a service '" + name + "'.",
          "Choose another name, or work with the service that is there.");
    }
  }

  void empty(FakeService service) {
    if (!service.versions.isEmpty()) {
      throw FakeRefusals.conflict(
          "serviceHasVersions",
          "R3",
          "Service '" + service.name + "' still has versions: " + service.versions.keySet() + ".",
          "Delete its versions first.");
    }
  }

  /// R42.
  void idle(FakeVersion version) {
    if (version.operation.isPresent()) {
      throw FakeRefusals.conflict(
          "versionBusy",
          "R42",
          version.name + " is being changed by " + version.operation.get() + ".",
          "Wait for it to end, or cancel it.");
    }
  }

  /// R5.
  void awake(FakeService service) {
    if (service.frozen) {
      throw FakeRefusals.conflict(
          "frozen", "R5", "Service " + service.name + " is frozen.", "Unfreeze it first.");
    }
  }

  /// R46.
  void base(FakeVersion version, Optional<Revision> base) {
    if (base.isPresent() && !base.get().equals(version.revision)) {
      throw FakeRefusals.stale("staleDraft", "R46", base.get(), version.revision);
    }
  }

  void trafficBase(FakeService service, Optional<Long> base) {
    if (base.isPresent() && base.get() != service.traffic().revision()) {
      throw FakeRefusals.stale("stalePolicy", "", base.get(), service.traffic().revision());
    }
  }

  /// R43.
  void different(FakeVersion version, Configuration target, boolean force) {
    if (!force && target.equals(version.configuration)) {
      throw FakeRefusals.conflict(
          "unchanged",
          "R43",
          "The draft is the same as the present configuration of " + version.name + ".",
          "Change something, or restart the version.");
    }
  }

  /// R58.
  void withoutTraffic(FakeVersion version) {
    int share = records.service(version.name.service()).shareOf(version.name);
    if (share > 0) {
      throw FakeRefusals.conflict(
          "hasTraffic",
          "R58",
          version.name + " has " + share + " % of the traffic.",
          "Give its traffic to another version first.");
    }
    var policy = records.service(version.name.service()).traffic().policy();
    if (policy instanceof TrafficPolicy.ByRules && policy.versions().contains(version.name)) {
      throw FakeRefusals.conflict(
          "namedByRule",
          "R58",
          version.name + " is named by the traffic rules.",
          "Let them name another version first.");
    }
  }

  /// R24.
  void canServe(FakeService service, TrafficPolicy policy) {
    for (var name : policy.versions()) {
      var version = service.versions.get(name);
      if (version == null) {
        throw FakeRefusals.notAllowed(
            List.of(Violations.unknownVersion("percent." + name, name.toString())));
      }
      if (!version.state.canServe()) {
        throw FakeRefusals.conflict(
            "cannotServe",
            "R24",
            name + " is " + version.state + " and cannot be given traffic.",
            "Redeploy it first, or choose another version.");
      }
    }
  }

  /// Puts a policy in place and records it as an operation that is over at once.
  TrafficView putTraffic(FakeService service, TrafficPolicy policy, String remark) {
    var begun =
        records.begin(
            Operation.Kind.TRAFFIC, service.name, Optional.empty(), Optional.empty(), remark, 1);
    records.end(begun.id(), Operation.State.SUCCEEDED, Optional.empty(), List.of());
    long revision = service.traffic().revision() + 1;
    service.policies.add(new TrafficView(policy, revision, records.now(), records.by));
    records.serviceChanged(service);
    service.versions.values().forEach(records::versionChanged);
    return service.traffic();
  }

  Configuration configuration(NewVersion.Origin origin) {
    return switch (origin) {
      case NewVersion.Given given -> {
        var base = given.base().map(this::referenced);
        var full = base.map(given.configuration()::withSecretsOf).orElse(given.configuration());
        yield allowed(full);
      }
      case NewVersion.CopyOf copy -> referenced(copy.source());
    };
  }

  Configuration allowed(Configuration configuration) {
    var found = INFO.rules().check(configuration);
    if (!found.isEmpty()) {
      throw FakeRefusals.notAllowed(found.stream().map(v -> v.within("configuration")).toList());
    }
    return configuration;
  }

  Configuration referenced(NewVersion.Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> records.version(of.version()).configuration;
      case NewVersion.OfSnapshot of -> anySnapshot(of.snapshot()).configuration();
    };
  }

  private Snapshot anySnapshot(SnapshotId id) {
    return records.services.values().stream()
        .flatMap(service -> service.versions.values().stream())
        .flatMap(version -> version.snapshots.stream())
        .filter(snapshot -> snapshot.id().equals(id))
        .findFirst()
        .orElseThrow(() -> FakeRefusals.unknown("Snapshot", id));
  }

  Snapshot snapshot(FakeVersion version, SnapshotId id) {
    return version.snapshots.stream()
        .filter(snapshot -> snapshot.id().equals(id))
        .findFirst()
        .orElseThrow(() -> FakeRefusals.unknown("Snapshot", id));
  }

  void inState(OperationId id, Operation.State... wanted) {
    var state = records.operation(id).state();
    if (!Set.of(wanted).contains(state)) {
      throw FakeRefusals.conflict(
          "operationState",
          "R44",
          id + " is " + state + ".",
          "Look at the operation again; it has moved on.");
    }
  }

  Forecast forecast(FakeVersion version, Configuration target) {
    var wrong = INFO.rules().check(target.withSecretsOf(version.configuration));
    int instances = version.wanted();
    String message =
        wrong.isEmpty()
            ? "The configuration is allowed."
            : wrong.stream().map(Violation::message).collect(Collectors.joining(" "));
    return new Forecast(
        FakeDiff.between(version.configuration, target.withSecretsOf(version.configuration)),
        List.of(new Forecast.Check("configuration", wrong.isEmpty(), message)),
        instances,
        instances + target.roll().batch(),
        instances,
        Optional.empty(),
        Optional.of(0L),
        Optional.empty());
  }
}
