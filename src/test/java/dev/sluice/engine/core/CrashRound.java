package dev.sluice.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Commands during which an engine is killed, and what must hold once it was started again (R71,
/// R72).
final class CrashRound {
  /// Longer than any deadline of an operation and of its return.
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private static final Page.Request ALL = new Page.Request(0, 200);

  private static final EventCodec CODEC = TestEngine.codec();

  private final MortalEngine mortal;
  private final ServiceName service;
  private final Supplier<Map<InstanceId, Revision>> living;
  private final Before before;
  private final List<OperationId> acknowledged = new CopyOnWriteArrayList<>();

  /// Everything that was acknowledged before the commands.
  private record Before(
      Map<VersionName, VersionView> versions,
      Map<VersionName, Long> snapshots,
      TrafficView traffic,
      Set<OperationId> operations,
      long newestEvent) {}

  /// @param living every process of an instance that is there, with the revision it was started for
  CrashRound(MortalEngine mortal, ServiceName service, Supplier<Map<InstanceId, Revision>> living) {
    this.mortal = mortal;
    this.service = service;
    this.living = living;
    var engine = mortal.engine();
    var versions =
        engine.listVersions(service).stream()
            .collect(Collectors.toMap(VersionView::name, Function.identity()));
    this.before =
        new Before(
            versions,
            versions.keySet().stream()
                .collect(Collectors.toMap(Function.identity(), this::countSnapshots)),
            engine.getTraffic(service),
            operations().stream().map(Operation::id).collect(Collectors.toSet()),
            mortal.store().eventRange().newest());
  }

  /// Commands to an engine; each tells here what was acknowledged.
  interface Commands {
    void give(DeploymentEngine engine, CrashRound round);
  }

  /// Called as soon as the engine has answered.
  ///
  /// @return the operation once it has ended
  Operation acknowledged(Operation operation) {
    acknowledged.add(operation.id());
    return mortal.engine().awaitOperation(operation.id(), LIMIT);
  }

  void acknowledgedWithoutWaiting(Operation operation) {
    acknowledged.add(operation.id());
  }

  /// Gives the commands and kills the engine at this point after their beginning.
  ///
  /// @return whether it was killed; false when everything was done before
  boolean kill(Commands commands, int point) throws InterruptedException {
    return kill(commands, point, _ -> true);
  }

  /// @param counted which points are counted
  boolean kill(Commands commands, int point, Predicate<String> counted)
      throws InterruptedException {
    var life = mortal.life();
    life.dieAt(point, counted);
    var failure = new CopyOnWriteArrayList<Throwable>();
    var customer =
        Thread.ofVirtual()
            .name("customer")
            .uncaughtExceptionHandler((_, thrown) -> failure.add(thrown))
            .start(() -> commands.give(mortal.engine(), this));
    life.awaitDeathOr(customer);
    if (!life.isDead()) {
      life.live();
      assertEquals(List.of(), failure);
    }
    return life.isDead();
  }

  /// Starts the engine again, killing it at this point of its recovery.
  ///
  /// @return whether it was killed; false when it recovered before
  boolean killWhileRecovering(int point) throws IOException, InterruptedException {
    mortal.start(point);
    var life = mortal.life();
    var patient = Thread.ofVirtual().start(this::awaitAll);
    life.awaitDeathOr(patient);
    if (!life.isDead()) {
      life.live();
    }
    return life.isDead();
  }

  void restart() throws IOException {
    mortal.start(0);
  }

  /// Cancels what is still running; what is too far for that ends by itself.
  void cancelAgain() {
    for (var operation : operations()) {
      if (!operation.state().isFinal()) {
        try {
          mortal.engine().cancelOperation(operation.id());
        } catch (ProblemException tooLate) {
          assertEquals(Problem.Kind.CONFLICT, tooLate.problem().kind());
        }
      }
    }
  }

  /// Waits until every operation has ended, and, as each wait does, for the gateway.
  void awaitAll() {
    var operations = operations();
    for (var operation : operations) {
      if (!operation.state().isFinal() || operation.equals(operations.getFirst())) {
        var _ = mortal.engine().awaitOperation(operation.id(), LIMIT);
      }
    }
  }

  private List<Operation> operations() {
    return mortal.engine().listOperations(Optional.of(service), Optional.empty(), ALL).items();
  }

  private long countSnapshots(VersionName version) {
    return mortal.engine().listSnapshots(version, ALL).total();
  }

  /// Operations of this round, newest first, all of them ended.
  List<Operation> check() {
    awaitAll();
    var mine = operations().stream().filter(op -> !before.operations().contains(op.id())).toList();
    mine.forEach(op -> assertTrue(op.state().isFinal() && op.endedAt().isPresent(), op.toString()));
    var known = mine.stream().map(Operation::id).collect(Collectors.toSet());
    assertTrue(known.containsAll(acknowledged), acknowledged + " were acknowledged, not " + known);
    assertEquals(List.of(), mortal.store().load().operations(), "operations that nobody ends");
    checkEvents(mine);
    var versions = mortal.engine().listVersions(service);
    versions.forEach(version -> checkVersion(version, mine));
    checkTraffic(mine);
    checkInstances(versions);
    assertEquals(List.of(), mortal.router.mistakes);
    return mine;
  }

  private void checkEvents(List<Operation> mine) {
    var events = mortal.store().eventsAfter(before.newestEvent(), 100_000);
    long newest = mortal.store().eventRange().newest();
    assertEquals(
        LongStream.rangeClosed(before.newestEvent() + 1, newest).boxed().toList(),
        events.stream().map(event -> event.number()).toList());
    var told = new HashSet<Operation>();
    for (var event : events) {
      if (CODEC.read(event.type(), event.payload())
          instanceof EngineEvent.OperationChanged changed) {
        told.add(changed.operation());
      }
    }
    mine.forEach(op -> assertTrue(told.contains(op), "no event tells of " + op));
  }

  private void checkVersion(VersionView version, List<Operation> mine) {
    switch (version.state()) {
      case NORMAL -> assertEquals(version.instances().wanted(), version.instances().ready());
      case BUILD_FAILED, DEPLOY_FAILED, ROLLBACK_FAILED -> {
        // An error state says itself what is wrong.
      }
      case CREATING, UPDATING, DEGRADED, DELETING -> throw new AssertionError("left " + version);
    }
    var was = before.versions().get(version.name());
    if (was != null) {
      assertEquals(was.address(), version.address());
      assertEquals(was.createdAt(), version.createdAt());
      checkSnapshots(was, mine);
    }
  }

  private void checkSnapshots(VersionView was, List<Operation> mine) {
    var replaced =
        mine.stream()
            .filter(op -> op.version().equals(Optional.of(was.name())))
            .filter(op -> op.state() == Operation.State.SUCCEEDED)
            .filter(op -> adds(op.kind()))
            .map(Operation::id)
            .toList();
    var now = mortal.store().snapshots(was.name(), 0, 200).items();
    long old = before.snapshots().getOrDefault(was.name(), 0L);
    assertEquals(old + replaced.size(), now.size(), "snapshots of " + was.name() + ", " + mine);
    var added = now.subList(0, replaced.size());
    assertEquals(replaced, added.stream().map(Snapshot::operation).toList());
    if (!added.isEmpty()) {
      var first = added.getLast();
      assertEquals(was.configuration(), first.configuration().masked());
      assertEquals(ConfigurationDigest.of(first.configuration()), first.digest());
    }
  }

  private static boolean adds(Operation.Kind kind) {
    return kind == Operation.Kind.REDEPLOY || kind == Operation.Kind.ROLLBACK;
  }

  private void checkTraffic(List<Operation> mine) {
    boolean moves =
        mine.stream()
            .anyMatch(
                op ->
                    op.kind() == Operation.Kind.TRAFFIC
                        || (op.kind() == Operation.Kind.CREATE
                            && op.state() == Operation.State.SUCCEEDED));
    var now = mortal.engine().getTraffic(service);
    if (!moves) {
      assertEquals(before.traffic(), now);
    }
    assertEquals(now.policy(), mortal.router.tables.getLast().services().getFirst().policy());
  }

  private void checkInstances(List<VersionView> versions) {
    var listed =
        versions.stream()
            .flatMap(version -> mortal.engine().listInstances(version.name()).stream())
            .toList();
    var revisions =
        versions.stream().collect(Collectors.toMap(VersionView::name, VersionView::revision));
    for (var instance : listed) {
      assertEquals(revisions.get(instance.version()), instance.revision(), instance.toString());
      assertEquals(Instance.Phase.READY, instance.state(), instance.toString());
    }
    assertEquals(
        listed.stream().collect(Collectors.toMap(InstanceView::id, InstanceView::revision)),
        living.get(),
        "what is listed is what runs");
    assertEquals(
        listed.stream().map(InstanceView::id).collect(Collectors.toSet()),
        mortal.router.routed(),
        "what is ready is what is routed");
  }
}
