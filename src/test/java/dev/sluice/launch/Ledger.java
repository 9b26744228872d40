package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.TrafficView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What an engine has said so far, to be held against it after each of its deaths.
final class Ledger {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ServiceName service;
  private final VersionName version;
  private final Map<Long, Operation> operations = new TreeMap<>();
  private final Map<SnapshotId, Snapshot> snapshots = new LinkedHashMap<>();

  /// Answers, noted by the thread that got them.
  private final Map<OperationId, String> acknowledged = new ConcurrentHashMap<>();

  private final Map<Long, TrafficPolicy> policies = new ConcurrentHashMap<>();

  /// What a command was to bring, by its remark; whether or not it was answered.
  private final Map<String, Configuration> targets = new ConcurrentHashMap<>();

  /// @param version the one that is changed
  Ledger(ServiceName service, VersionName version) {
    this.service = service;
    this.version = version;
  }

  /// Before a command is sent.
  void intend(String remark, Configuration target) {
    targets.put(remark, target);
  }

  void acknowledged(Operation operation) {
    acknowledged.put(operation.id(), operation.remark());
  }

  void acknowledged(TrafficView traffic) {
    policies.put(traffic.revision(), traffic.policy());
  }

  /// Nothing that was said is gone or other than it was.
  void verify(DeploymentEngine engine) {
    for (var operation : newest(engine)) {
      var before = operations.put(operation.id().number(), operation);
      if (before != null && before.state().isFinal()) {
        assertEquals(before, operation, "an operation that had ended");
      }
    }
    for (var id : acknowledged.keySet()) {
      assertTrue(operations.containsKey(id.number()), id + " was acknowledged");
    }
    assertEquals(operations.keySet().size(), newestNumber(), "numbers of operations have no gap");
    var history = engine.listTrafficHistory(service, new Page.Request(0, 20)).items();
    for (var known : history) {
      var said = policies.getOrDefault(known.revision(), known.policy());
      assertEquals(said, known.policy(), "policy " + known.revision());
    }
    long newestPolicy = policies.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    assertTrue(history.getFirst().revision() >= newestPolicy, newestPolicy + " of " + history);
    for (var snapshot : engine.listSnapshots(version, new Page.Request(0, 20)).items()) {
      var before = snapshots.putIfAbsent(snapshot.id(), snapshot);
      assertTrue(before == null || before.equals(snapshot), "R49 " + snapshot.id() + " changed");
    }
  }

  private long newestNumber() {
    return operations.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private List<Operation> newest(DeploymentEngine engine) {
    return engine
        .listOperations(Optional.of(service), Optional.empty(), new Page.Request(0, 50))
        .items();
  }

  /// Waits until everything has ended (R72), and checks what it came to.
  void settle(DeploymentEngine engine) {
    for (var operation : List.copyOf(operations.values())) {
      if (!operation.state().isFinal()) {
        var ended = engine.awaitOperation(operation.id(), LIMIT);
        assertTrue(ended.state().isFinal(), "R72 " + ended);
      }
    }
    verify(engine);
    var replacing =
        operations.values().stream()
            .filter(op -> op.version().equals(Optional.of(version)))
            .filter(op -> op.state() == Operation.State.SUCCEEDED)
            .filter(op -> targets.containsKey(op.remark()))
            .toList();
    assertEquals(
        replacing.size(),
        engine.listSnapshots(version, Page.Request.FIRST_TEN).total(),
        "R47 R48 one snapshot for each replacement: " + replacing);
    if (!replacing.isEmpty()) {
      assertEquals(
          targets.get(replacing.getLast().remark()),
          engine.getVersion(version).configuration(),
          "R36 R38 R39");
    }
  }

  /// How many operations there were.
  int size() {
    return operations.size();
  }

  /// How many operations ended in which way.
  Map<String, Long> summary() {
    var counts = new TreeMap<String, Long>();
    operations.values().forEach(op -> counts.merge(op.kind() + " " + op.state(), 1L, Long::sum));
    return counts;
  }
}
