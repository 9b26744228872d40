package dev.sluice.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.PlayedVersion.Command;
import dev.sluice.domain.rollout.PlayedVersion.Crash;
import dev.sluice.domain.rollout.PlayedVersion.Move;
import dev.sluice.domain.rollout.PlayedVersion.Stuck;
import dev.sluice.domain.rollout.PlayedVersion.Wait;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The planner against every order of events that chance, or a full search, comes up with.
class RolloutPlannerModelTest {
  private static final int SEQUENCES = 10_000;
  private static final int MOVES = 50;
  private static final List<Stuck> STUCK = List.of(Stuck.values());

  @Test
  @DisplayName("R36 R37 R38 R39 R42 R44 R72 hold in any order of commands, events and crashes")
  void anyOrder() {
    long seed = System.nanoTime();
    System.out.println("RolloutPlannerModelTest.anyOrder seed " + seed);
    for (int i = 0; i < SEQUENCES; i++) {
      play(seed + i, i % 2 == 0);
    }
  }

  /// @param hasTrouble whether instances fail, operations are cancelled and the engine crashes
  private static void play(long seed, boolean hasTrouble) {
    var random = new SplittableRandom(seed);
    var played = new PlayedVersion(configuration(random));
    var made = new ArrayList<Move>();
    try {
      if (random.nextInt(4) > 0) {
        played.settle(Stuck.NOTHING);
      }
      for (int i = 0; i < MOVES && !played.isGone(); i++) {
        var move = draw(played, random, i, hasTrouble);
        made.add(move);
        played.make(move);
      }
      played.settle(STUCK.get(random.nextInt(STUCK.size())));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d %s: %s%n%s%n%s"
              .formatted(
                  seed,
                  hasTrouble,
                  e.getMessage(),
                  made.stream().map(Object::toString).collect(Collectors.joining("\n")),
                  played.version()),
          e);
    }
  }

  private static Move draw(
      PlayedVersion played, SplittableRandom random, int number, boolean hasTrouble) {
    int kind = random.nextInt(100);
    if (kind < 12) {
      return new Command(command(played, random, number, hasTrouble));
    }
    if (kind < 16) {
      return new Wait(random.nextInt(1, 40));
    }
    if (hasTrouble && kind < 20) {
      return new Crash(random.nextBoolean(), random.nextInt(4) == 0);
    }
    var moves = hasTrouble && kind < 32 ? played.troubles() : played.moves();
    return moves.isEmpty()
        ? new Command(command(played, random, number, hasTrouble))
        : moves.get(random.nextInt(moves.size()));
  }

  private static Input.Command command(
      PlayedVersion played, SplittableRandom random, int number, boolean hasTrouble) {
    var id = new OperationId("op-1%05d".formatted(number));
    var instances = played.version().instances();
    if (played.version().rollout() instanceof RolloutState.Frozen && random.nextInt(4) > 0) {
      return new Input.Thaw(id);
    }
    return switch (random.nextInt(hasTrouble ? 15 : 12)) {
      case 0 -> new Input.Pause();
      case 1 -> new Input.Resume();
      case 2 -> new Input.Scale(random.nextInt(0, 5));
      case 3 -> new Input.Rouse();
      case 4 -> new Input.Freeze(id);
      case 5, 6 ->
          instances.isEmpty()
              ? new Input.Thaw(id)
              : new Input.Tend(
                  id,
                  instances.get(random.nextInt(instances.size())).id(),
                  played.version().wanted() <= 1 || random.nextBoolean());
      case 12, 13, 14 -> new Input.Cancel();
      case 7 ->
          random.nextInt(8) == 0
              ? new Input.Delete(id)
              : new Input.Replace(id, configuration(random));
      default -> new Input.Replace(id, configuration(random));
    };
  }

  private static Configuration configuration(SplittableRandom random) {
    int min = random.nextInt(4);
    return configuration(
        min,
        random.nextInt(Math.max(1, min), 6),
        new Roll(
            random.nextInt(1, 4),
            random.nextInt(3) > 0,
            random.nextInt(2) * random.nextInt(8),
            random.nextInt(20, 90)));
  }

  private static Configuration configuration(int min, int max, Roll roll) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(List.of("serve"))
        .withScaling(new Scaling(min, max, List.of(), List.of()))
        .withRoll(roll);
  }

  @Test
  @DisplayName(
      "R5 R36 R37 R38 R39 R44 R67 R72 hold in every interleaving of an operation on up to three"
          + " instances, with a failure, a cancellation or a crash at any moment")
  void everyInterleaving() {
    int states = interleave(1, 1, 1) + interleave(2, 2, 1) + interleave(3, 1, 1);
    assertTrue(states > 20_000, states + " states");
  }

  @Test
  @Tag("gate")
  @DisplayName(
      "R5 R36 R37 R38 R39 R44 R67 R72 hold in every interleaving of an operation on three instances"
          + " in batches of two with such a trouble, and on up to two with two of them")
  void everyTroubledInterleaving() {
    int states = interleave(3, 2, 1) + interleave(1, 1, 2) + interleave(2, 2, 2);
    assertTrue(states > 80_000, states + " states");
  }

  /// A version and how many troubles are still to come.
  private record Branch(PlayedVersion played, int troubles) {
    String future() {
      return troubles + played.future(troubles == 0);
    }

    List<Object> state() {
      return List.of(troubles, played.state());
    }

    private Branch after(Move move, int remaining) {
      var next = played.copy();
      next.make(move);
      return new Branch(next, remaining);
    }

    /// After a move that changes nothing of the future, as a report from an instance that leaves:
    /// it goes with all others in any order, so that it can be made before all of them.
    Optional<Branch> unheard() {
      String present = future();
      return played.moves().stream()
          .map(move -> after(move, troubles))
          .filter(next -> next.future().equals(present))
          .findFirst();
    }

    List<Branch> next() {
      var next = new ArrayList<Branch>();
      played.moves().forEach(move -> next.add(after(move, troubles)));
      if (troubles > 0) {
        var moves = new ArrayList<>(played.troubles());
        moves.add(new Command(new Input.Cancel()));
        moves.add(new Crash(false, false));
        moves.add(new Crash(true, false));
        moves.add(new Crash(false, true));
        moves.forEach(move -> next.add(after(move, troubles - 1)));
      }
      return next;
    }
  }

  private static int interleave(int count, int most, int troubles) {
    int states = 0;
    for (boolean surge : List.of(true, false)) {
      for (int batch = 1; batch <= most; batch++) {
        long begun = System.nanoTime();
        int found =
            interleave(configuration(count, count, new Roll(batch, surge, 0, 30)), troubles);
        System.out.printf(
            "RolloutPlannerModelTest: every interleaving on %d instances, batch %d, %s surge, %d"
                + " troubles: %d states in %d ms%n",
            count,
            batch,
            surge ? "with" : "without",
            troubles,
            found,
            (System.nanoTime() - begun) / 1_000_000);
        states += found;
      }
    }
    return states;
  }

  /// Follows every order of events of every operation to its end.
  private static int interleave(Configuration configuration, int troubles) {
    var first = new PlayedVersion(configuration);
    first.settle(Stuck.NOTHING);
    var frozen = first.copy();
    frozen.make(new Command(new Input.Freeze(new OperationId("op-000003"))));
    frozen.settle(Stuck.NOTHING);
    var id = new OperationId("op-000002");
    var instance = first.version().instances().getFirst().id();
    return follow(first, new Input.Replace(id, configuration.withPort(9090)), troubles)
        + follow(first, new Input.Freeze(id), troubles)
        + follow(first, new Input.Tend(id, instance, true), troubles)
        + follow(frozen, new Input.Thaw(id), troubles);
  }

  private static int follow(PlayedVersion from, Input.Command command, int most) {
    return follow(from, command, most, true).size();
  }

  /// @param merges whether of branches with one future only the first is followed
  /// @return all futures that were met
  private static Set<String> follow(
      PlayedVersion from, Input.Command command, int most, boolean merges) {
    var begun = from.copy();
    begun.make(new Command(command));
    var seen = new HashSet<List<Object>>();
    var futures = new HashSet<String>();
    var open = new ArrayDeque<Branch>();
    open.add(new Branch(begun, most));
    while (!open.isEmpty()) {
      var branch = open.removeLast();
      var unheard = merges ? branch.unheard() : Optional.<Branch>empty();
      if (unheard.isPresent()) {
        open.add(unheard.get());
        continue;
      }
      for (var next : branch.next()) {
        boolean isNew = futures.add(next.future());
        if (merges ? !isNew : !seen.add(next.state())) {
          continue;
        }
        if (next.played().isMoving()) {
          open.add(next);
        } else {
          next.played().settle(Stuck.NOTHING);
        }
      }
    }
    return futures;
  }

  @Test
  @DisplayName(
      "The search for every interleaving leaves out nothing by taking equal futures for one")
  void leavesOutNothing() {
    leavesOutNothing(configuration(1, 1, new Roll(1, true, 0, 30)), 1);
    leavesOutNothing(configuration(2, 2, new Roll(1, true, 0, 30)), 0);
    leavesOutNothing(configuration(2, 2, new Roll(1, false, 0, 30)), 1);
  }

  @Test
  @Tag("gate")
  @DisplayName("The search for every interleaving on two instances with surge leaves out nothing")
  void leavesOutNothingOfTwo() {
    leavesOutNothing(configuration(2, 2, new Roll(2, true, 0, 30)), 1);
  }

  private static void leavesOutNothing(Configuration configuration, int troubles) {
    var first = new PlayedVersion(configuration);
    first.settle(Stuck.NOTHING);
    var replace = new Input.Replace(new OperationId("op-000002"), configuration.withPort(9090));
    var whole = follow(first, replace, troubles, false);
    var merged = follow(first, replace, troubles, true);
    assertTrue(whole.size() > 20, whole.toString());
    whole.removeAll(merged);
    assertEquals(Set.of(), whole, "left out");
  }

  @Test
  @DisplayName("R36 R37 R38 R39 hold in every order of the first five events of a small redeploy")
  void everyOrder() {
    assertTrue(searchAll(5) > 20_000);
  }

  @Test
  @Tag("gate")
  @DisplayName("R36 R37 R38 R39 hold in every order of the first seven events of a small redeploy")
  void everyLongOrder() {
    assertTrue(searchAll(7) > 200_000);
  }

  /// Redeploys of one and of two instances; for one, five moves can be all of it.
  private static int searchAll(int depth) {
    int states = 0;
    for (int count : List.of(1, 2)) {
      for (boolean surge : List.of(true, false)) {
        for (int healthy : List.of(0, 3)) {
          states += search(configuration(count, count, new Roll(1, surge, healthy, 30)), depth);
        }
      }
    }
    System.out.println("RolloutPlannerModelTest: " + states + " states to depth " + depth);
    return states;
  }

  /// Every order of the first moves, each state once; from each it must be possible to come to
  /// rest.
  private static int search(Configuration configuration, int depth) {
    var first = new PlayedVersion(configuration);
    first.settle(Stuck.NOTHING);
    first.make(
        new Command(new Input.Replace(new OperationId("op-000002"), configuration.withPort(9090))));
    var seen = new HashSet<List<Object>>();
    var level = List.of(first);
    for (int i = 0; i < depth; i++) {
      var deeper = new ArrayList<PlayedVersion>();
      for (var played : level) {
        for (var move : everyMove(played)) {
          var next = played.copy();
          next.make(move);
          if (seen.add(next.state()) && next.isMoving()) {
            deeper.add(next);
          }
        }
      }
      for (var stuck : List.of(Stuck.STARTING, Stuck.STOPPING)) {
        deeper.forEach(played -> played.copy().settle(stuck));
      }
      deeper.forEach(played -> played.copy().settle(Stuck.NOTHING));
      level = deeper;
    }
    return seen.size();
  }

  private static List<Move> everyMove(PlayedVersion played) {
    var moves = new ArrayList<Move>(played.moves());
    moves.addAll(played.troubles());
    moves.add(new Command(new Input.Cancel()));
    moves.add(new Command(new Input.Pause()));
    moves.add(new Command(new Input.Resume()));
    moves.add(new Crash(false, false));
    moves.add(new Crash(true, false));
    moves.add(new Crash(false, true));
    return moves;
  }
}
