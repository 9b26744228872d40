package dev.sluice.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One version under the planner, with an engine and a platform that are played: what the planner
/// asks for waits in a list until a [Move] does it.
final class PlayedVersion {
  private static final Endpoint ADDRESS = new Endpoint("127.64.0.1", 8080);
  private static final VersionName NAME = new VersionName(new ServiceName("shop"), 1);

  /// What happens next.
  sealed interface Move {}

  /// The platform does what waits at `index`, well or not.
  record Perform(int index, boolean isWell) implements Move {}

  record BecomeReady(InstanceId instance) implements Move {}

  record BecomeUnready(InstanceId instance) implements Move {}

  record Exit(InstanceId instance) implements Move {}

  record Command(Input.Command command) implements Move {}

  record Wait(long seconds) implements Move {}

  /// To the moment the planner asked to be woken at.
  record WaitForWake() implements Move {}

  /// The engine is killed and started again.
  ///
  /// @param performed whether what waits is done before, unheard
  /// @param exits whether every process ends meanwhile
  record Crash(boolean performed, boolean exits) implements Move {}

  /// A running process.
  ///
  /// @param isReady as it was last reported
  record Played(int run, boolean isReady) {}

  private final Invariants invariants;
  private final List<Effect> waiting = new ArrayList<>();
  private final SortedMap<InstanceId, Played> processes = new TreeMap<>();
  private VersionRecord version;
  private Instant now;
  private Optional<Instant> wake;
  private boolean isGone;

  PlayedVersion(Configuration configuration) {
    now = Instant.parse("2026-11-23T10:00:00Z");
    var planned =
        RolloutPlanner.create(
            NAME, ADDRESS, new OperationId("op-000001"), configuration, true, now);
    version = planned.version();
    wake = planned.wake();
    waiting.addAll(planned.effects());
    invariants = new Invariants(version);
  }

  private PlayedVersion(PlayedVersion other) {
    invariants = other.invariants.copy();
    waiting.addAll(other.waiting);
    processes.putAll(other.processes);
    version = other.version;
    now = other.now;
    wake = other.wake;
    isGone = other.isGone;
  }

  PlayedVersion copy() {
    return new PlayedVersion(this);
  }

  /// Two with equal states have the same future.
  List<Object> state() {
    return List.of(version, List.copyOf(waiting), new TreeMap<>(processes), now, isGone);
  }

  /// As [#state], for a search that need not tell apart what can only go on in the same way.
  ///
  /// @param calm whether no [#troubles], cancellations and crashes are still to come
  String future(boolean calm) {
    var future = new FutureOf(version, now, calm);
    future.write(isGone);
    var waitingFor = new HashMap<InstanceId, List<Effect>>();
    for (var effect : waiting) {
      switch (effect) {
        case Effect.Prepare prepare -> future.writePreparing(prepare);
        case Effect.Run _, Effect.Stop _ ->
            waitingFor
                .computeIfAbsent(instanceOf(effect).orElseThrow(), _ -> new ArrayList<>())
                .add(effect);
      }
    }
    var lost = new TreeSet<>(processes.keySet());
    lost.addAll(waitingFor.keySet());
    for (var instance : version.instances()) {
      var id = instance.id();
      future.write(instance, processes.get(id), waitingFor.getOrDefault(id, List.of()));
      lost.remove(id);
    }
    lost.forEach(id -> future.writeLost(processes.get(id), waitingFor.getOrDefault(id, List.of())));
    return future.toString();
  }

  VersionRecord version() {
    return version;
  }

  boolean isGone() {
    return isGone;
  }

  boolean isMoving() {
    return !isGone && version.rollout().operation().isPresent();
  }

  /// What the platform can do next if all goes well.
  List<Move> moves() {
    var moves = new ArrayList<Move>();
    for (int i = 0; i < waiting.size(); i++) {
      if (isNext(i)) {
        moves.add(new Perform(i, true));
      }
    }
    processes.forEach(
        (id, process) -> {
          if (!process.isReady()) {
            moves.add(new BecomeReady(id));
          }
        });
    if (wake.isPresent()) {
      moves.add(new WaitForWake());
    }
    return moves;
  }

  /// What can go wrong next.
  List<Move> troubles() {
    var moves = new ArrayList<Move>();
    for (int i = 0; i < waiting.size(); i++) {
      if (isNext(i) && !(waiting.get(i) instanceof Effect.Stop)) {
        moves.add(new Perform(i, false));
      }
    }
    processes.forEach(
        (id, process) -> {
          moves.add(new Exit(id));
          if (process.isReady()) {
            moves.add(new BecomeUnready(id));
          }
        });
    return moves;
  }

  /// An engine does what concerns one instance in the order it was asked.
  private boolean isNext(int index) {
    var instance = instanceOf(waiting.get(index));
    return instance.isEmpty()
        || waiting.subList(0, index).stream().noneMatch(e -> instanceOf(e).equals(instance));
  }

  private static Optional<InstanceId> instanceOf(Effect effect) {
    return switch (effect) {
      case Effect.Prepare _ -> Optional.empty();
      case Effect.Run run -> Optional.of(run.instance().id());
      case Effect.Stop stop -> Optional.of(stop.instance().id());
    };
  }

  void make(Move move) {
    switch (move) {
      case Perform(int index, boolean isWell) -> feed(perform(waiting.remove(index), isWell));
      case BecomeReady(var id) -> feed(new Input.Ready(id, report(id, true)));
      case BecomeUnready(var id) -> feed(new Input.Unready(id, report(id, false)));
      case Exit(var id) -> feed(new Input.Exited(id, end(id).orElseThrow().run(), "exit code 1"));
      case Command(var command) -> feed(command);
      case Wait(long seconds) -> waitUntil(now.plusSeconds(seconds));
      case WaitForWake _ -> waitUntil(wake.orElseThrow());
      case Crash(boolean performed, boolean exits) -> crash(performed, exits);
    }
  }

  private Input perform(Effect effect, boolean isWell) {
    return switch (effect) {
      case Effect.Prepare(var spec) when isWell -> new Input.Prepared(spec.revision());
      case Effect.Prepare(var spec) -> new Input.PrepareFailed(spec.revision(), "no such file");
      case Effect.Run(var instance, _) -> run(instance, isWell);
      case Effect.Stop(var instance, _) -> {
        end(instance.id());
        yield new Input.Stopped(instance.id());
      }
    };
  }

  /// As [dev.sluice.engine.port.Platform] says: one that runs is taken over, one that is known and
  /// gone is not started again.
  private Input run(Instance instance, boolean isWell) {
    var id = instance.id();
    int run = instance.restarts();
    boolean isThere = processes.containsKey(id) && processes.get(id).run() == run;
    if (!isThere && (!isWell || instance.handle().isPresent())) {
      return new Input.Exited(id, run, "gone");
    }
    processes.put(id, new Played(run, false));
    return new Input.Started(id, run, new Handle("1", id + "/" + run), ADDRESS);
  }

  private int report(InstanceId id, boolean isReady) {
    int run = end(id).orElseThrow().run();
    processes.put(id, new Played(run, isReady));
    return run;
  }

  private Optional<Played> end(InstanceId id) {
    return Optional.ofNullable(processes.remove(id));
  }

  private void crash(boolean performed, boolean exits) {
    if (performed) {
      waiting.forEach(effect -> perform(effect, true));
    }
    if (exits) {
      processes.clear();
    }
    waiting.clear();
    processes.replaceAll((_, process) -> new Played(process.run(), false));
    feed(new Input.Recover());
  }

  private void waitUntil(Instant moment) {
    while (!isGone && wake.isPresent() && !wake.get().isAfter(moment)) {
      now = wake.get();
      feed(new Input.Tick());
    }
    now = moment;
  }

  private void feed(Input input) {
    if (isGone) {
      return;
    }
    if (input instanceof Input.Command command && !RolloutPlanner.accepts(version, command)) {
      assertThrows(
          IllegalStateException.class, () -> RolloutPlanner.plan(version, command, now), "R42");
      return;
    }
    if (input instanceof Input.Replace || input instanceof Input.Delete) {
      assertEquals(Optional.empty(), version.rollout().operation(), "R42 two at a time");
    }
    var planned = RolloutPlanner.plan(version, input, now);
    invariants.check(version, input, planned, now);
    version = planned.version();
    wake = planned.wake();
    waiting.addAll(planned.effects());
    isGone = planned.outcome().filter(Outcome.Deleted.class::isInstance).isPresent();
  }

  /// What no longer works until the operation has ended.
  enum Stuck {
    NOTHING,
    /// nothing is prepared and nothing becomes ready
    STARTING,
    /// nothing can be ended
    STOPPING;

    private boolean holds(Move move, List<Effect> waiting) {
      return switch (this) {
        case NOTHING -> false;
        case STARTING ->
            move instanceof BecomeReady
                || (move instanceof Perform(int index, _)
                    && waiting.get(index) instanceof Effect.Prepare);
        case STOPPING ->
            move instanceof Perform(int index, _) && waiting.get(index) instanceof Effect.Stop;
      };
    }
  }

  /// Lets everything come to rest.
  void settle(Stuck stuck) {
    for (int i = 0; i < 1_000; i++) {
      var moves = moves();
      if (isMoving()) {
        moves.removeIf(move -> stuck.holds(move, waiting));
      }
      if (isGone || moves.isEmpty()) {
        checkRest();
        return;
      }
      make(moves.getFirst());
    }
    throw new AssertionError("no rest: " + version);
  }

  private void checkRest() {
    invariants.checkAllEnded();
    if (isGone) {
      assertTrue(processes.isEmpty(), "orphans " + processes);
      return;
    }
    assertEquals(Optional.empty(), version.rollout().operation());
    var instances = version.instances().stream().map(Instance::id).collect(Collectors.toSet());
    assertEquals(instances, new HashSet<>(processes.keySet()), "instances and processes");
    for (var instance : version.instances()) {
      assertEquals(Phase.READY, instance.phase(), instance.id() + " at rest");
    }
    if (version.rollout() instanceof RolloutState.Steady) {
      Invariants.assertAllOfPresent(version);
      assertEquals(version.wanted(), version.instances().size(), "as many as wanted");
    }
  }
}
