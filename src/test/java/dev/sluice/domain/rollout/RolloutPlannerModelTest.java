package dev.sluice.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.PlayedVersion.Command;
import dev.sluice.domain.rollout.PlayedVersion.Crash;
import dev.sluice.domain.rollout.PlayedVersion.Move;
import dev.sluice.domain.rollout.PlayedVersion.Wait;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The planner against every order of events that chance, or a full search, comes up with.
class RolloutPlannerModelTest {
  private static final int SEQUENCES = 4_000;
  private static final int MOVES = 60;

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
        played.settle(false);
      }
      for (int i = 0; i < MOVES && !played.isGone(); i++) {
        var move = draw(played, random, i, hasTrouble);
        made.add(move);
        played.make(move);
      }
      played.settle(random.nextBoolean());
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
      return new Command(command(random, number, hasTrouble));
    }
    if (kind < 16) {
      return new Wait(random.nextInt(1, 40));
    }
    if (hasTrouble && kind < 20) {
      return new Crash(random.nextBoolean(), random.nextInt(4) == 0);
    }
    var moves = hasTrouble && kind < 32 ? played.troubles() : played.moves();
    return moves.isEmpty()
        ? new Command(command(random, number, hasTrouble))
        : moves.get(random.nextInt(moves.size()));
  }

  private static Input.Command command(SplittableRandom random, int number, boolean hasTrouble) {
    var id = new OperationId("op-1%05d".formatted(number));
    return switch (random.nextInt(hasTrouble ? 10 : 8)) {
      case 0 -> new Input.Pause();
      case 1 -> new Input.Resume();
      case 2, 3 -> new Input.Scale(random.nextInt(1, 5));
      case 8, 9 -> new Input.Cancel();
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
    first.settle(false);
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
      deeper.forEach(played -> played.copy().settle(true));
      deeper.forEach(played -> played.copy().settle(false));
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
