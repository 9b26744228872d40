package dev.sluice.engine.port;

import java.time.Instant;
import java.util.Optional;

/// Reads the log of one instance, in both directions. A position counts what was ever written, so
/// it means the same place for ever, also after older parts of the log were dropped.
///
/// A reader is for one thread and one reading: it keeps what it has read, holds no file open, and
/// sees nothing that was written after it was made.
public interface LogReader {

  /// Behind the last thing written.
  long end();

  /// The newest line that ends at or before `position`; empty when none is kept.
  Optional<Line> before(long position);

  /// The oldest kept line that begins at or after `position`; empty when there is none.
  Optional<Line> after(long position);

  /// A position behind which everything was written at `moment` or later. What stands before it may
  /// have been, too.
  long writtenBefore(Instant moment);

  /// One line.
  ///
  /// @param start position of its beginning
  /// @param end position behind it, after `start`
  /// @param whole whether its end was written; always, but for the last one
  /// @param earliest when it can have been written first
  /// @param latest when it can have been written last; the same as `earliest` when that is known
  /// @param text without its end; of a very long line the beginning
  record Line(long start, long end, boolean whole, Instant earliest, Instant latest, String text) {

    /// When it was written, where that is known.
    public Optional<Instant> at() {
      return earliest.equals(latest) ? Optional.of(latest) : Optional.empty();
    }
  }
}
