package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The engine's time. It is the computer's, but whoever sets that clock shortens or lengthens
/// nothing that is under way: deadlines, back-offs and times of being healthy stand in the engine's
/// state as moments, and go by what has really passed. A clock that was set is followed as soon as
/// that does no harm.
///
/// A computer that sleeps is the same case: what is under way goes on where it was. Thread-safe.
public final class EngineClock implements InstantSource {
  /// What clocks are corrected by all the time, and nobody waits for.
  private static final Duration DRIFT = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(EngineClock.class.getName());

  private final InstantSource computer;
  private final LongSupplier nanoTime;
  private volatile Base base;
  private volatile boolean told;

  private record Base(Instant at, long nanos) {}

  /// @param computer the clock that can be set
  /// @param nanoTime one that cannot, as [System#nanoTime]
  public EngineClock(InstantSource computer, LongSupplier nanoTime) {
    this.computer = computer;
    this.nanoTime = nanoTime;
    this.base = read();
  }

  public static EngineClock ofThisComputer() {
    return new EngineClock(InstantSource.system(), System::nanoTime);
  }

  private Base read() {
    return new Base(computer.instant(), nanoTime.getAsLong());
  }

  @Override
  public Instant instant() {
    var from = base;
    return from.at().plusNanos(nanoTime.getAsLong() - from.nanos());
  }

  /// Follows the computer's clock. To be called every now and then.
  ///
  /// @param doesHarm whether setting the engine's time by so much would lengthen or shorten what is
  ///   under way; asked only when the computer's clock was set
  public void follow(Predicate<Duration> doesHarm) {
    var difference = Duration.between(instant(), computer.instant());
    if (difference.abs().compareTo(DRIFT) > 0 && doesHarm.test(difference)) {
      if (!told) {
        told = true;
        LOG.log(
            WARNING,
            "The computer''s clock is {0} s off the engine''s: it was set, or the computer slept."
                + " It is followed once nothing is under way.",
            difference.toSeconds());
      }
      return;
    }
    told = false;
    base = read();
  }
}
