package dev.sluice.engine.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation.State;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Kills an engine at every point of some commands, one point a round, until they get through.
///
/// @param rounds gives a new round on the engine as it is now
/// @param counted which points are points to be killed at
/// @param least how many there are at least, so that a test that meets none fails
record CrashPoints(
    MortalEngine mortal, Supplier<CrashRound> rounds, Predicate<String> counted, int least) {
  /// More than any command has; a run that reaches it means that points are not counted right.
  private static final int MOST = 400;

  /// @param commands of the round with this number
  /// @param afterwards what the customer does once a killed engine is there again
  /// @return how the operations ended
  Set<State> kill(IntFunction<CrashRound.Commands> commands, Consumer<CrashRound> afterwards)
      throws Exception {
    var ends = EnumSet.noneOf(State.class);
    for (int point = 1; point < MOST; point++) {
      var given = commands.apply(point);
      var round = rounds.get();
      boolean killed = round.kill(given, point, counted);
      var passed = mortal.life().passed();
      try {
        if (killed) {
          round.restart();
          afterwards.accept(round);
        }
        for (var operation : round.check()) {
          if (ends.add(operation.state()) && ends.size() > 1) {
            System.out.println("killed at " + passed.getLast() + ", another end: " + operation);
          }
        }
      } catch (AssertionError e) {
        throw new AssertionError("killed at point " + point + " of " + passed, e);
      }
      if (!killed) {
        assertTrue(passed.size() >= least, "only these points were met: " + passed);
        return ends;
      }
    }
    throw new AssertionError("the commands never get through");
  }
}
