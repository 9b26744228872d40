package dev.sluice.engine.metrics;

import dev.sluice.engine.api.VersionUse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is remembered of one version at one moment. There are many, so it is kept small.
final class Point {
  private static final int BYTES = 48;
  private static final int UNKNOWN = -1;

  private final long key;
  private @Nullable Tally tally;
  private int inFlight = UNKNOWN;
  private float cpuPercent = UNKNOWN;
  private int memoryMiB = UNKNOWN;

  Point(long key) {
    this.key = key;
  }

  long key() {
    return key;
  }

  /// Empty when there was no request.
  Optional<Tally> tally() {
    return Optional.ofNullable(tally);
  }

  void add(Tally more) {
    tally = tally == null ? more : tally.plus(more);
  }

  void use(VersionUse use) {
    inFlight = use.inFlight().orElse(UNKNOWN);
    cpuPercent = use.cpuPercent().map(Double::floatValue).orElse((float) UNKNOWN);
    memoryMiB = use.memoryMiB().orElse(UNKNOWN);
  }

  VersionUse use() {
    return new VersionUse(
        inFlight == UNKNOWN ? Optional.empty() : Optional.of(inFlight),
        cpuPercent == UNKNOWN ? Optional.empty() : Optional.of((double) cpuPercent),
        memoryMiB == UNKNOWN ? Optional.empty() : Optional.of(memoryMiB));
  }

  int bytes() {
    return BYTES + (tally == null ? 0 : tally.bytes());
  }
}
