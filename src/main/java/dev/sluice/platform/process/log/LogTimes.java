package dev.sluice.platform.process.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;

/// How far a log had grown, and when: entries of 16 bytes, a position and milliseconds since 1970,
/// both growing. Milliseconds below 0 say that the lines up to there were written at that moment or
/// earlier, nobody knows when. Guarded by [TimedLog].
///
/// Times never go back within a log: after a clock was set back, lines have the time of the last
/// one before it until the clock has caught up. So the order of lines is the order of times.
final class LogTimes {
  private static final int ENTRY = 16;

  /// How many entries are looked at together.
  private static final int WINDOW = 512;

  /// The end of the year 9999, the last that can be written as RFC 3339 has it.
  static final long LATEST = 253_402_300_799_999L;

  private final Path file;
  private final long mostEntries;
  private final long leastGrowth;
  private long count;
  private long lastPosition;
  private long lastMillis;

  /// @param mostBytes that the log can have
  /// @param mostEntries half of them are free, the others only come when the log has grown by its
  ///   fair share
  LogTimes(Path file, long mostBytes, long mostEntries) {
    this.file = file;
    this.mostEntries = mostEntries;
    this.leastGrowth = Math.max(1, mostBytes / Math.max(1, mostEntries / 2));
  }

  /// @param trusted whether positions are what they were when entries were noted
  void open(long end, Instant lastWritten, boolean trusted) throws IOException {
    count = 0;
    lastPosition = 0;
    lastMillis = 0;
    if (!(trusted && Files.exists(file) && isRight(end))) {
      begin(end, lastWritten);
    }
  }

  private boolean isRight(long end) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      count = channel.size() / ENTRY;
      // The end of what was written when the power failed.
      channel.truncate(count * ENTRY);
      if (count > 0) {
        var last = entries(channel, count - 1, 1);
        lastPosition = last[0];
        lastMillis = Math.abs(last[1]);
      }
    }
    return count == 0
        || (lastPosition > 0 && lastPosition <= end && lastMillis > 0 && lastMillis <= LATEST);
  }

  /// What was written so far has no times.
  private void begin(long end, Instant lastWritten) throws IOException {
    count = 0;
    lastPosition = 0;
    lastMillis = 0;
    Files.write(file, new byte[0]);
    if (end > 0) {
      append(end, -millis(lastWritten));
    }
  }

  /// The farthest position noted.
  long end() {
    return lastPosition;
  }

  void note(long end, Instant lastWritten) throws IOException {
    long growth = end - lastPosition;
    if (growth <= 0 || (growth < leastGrowth && count >= mostEntries / 2)) {
      return;
    }
    append(end, Math.max(lastMillis, millis(lastWritten)));
  }

  private void append(long position, long millis) throws IOException {
    if (!Files.exists(file)) {
      // Deleted with its instance, or by somebody.
      throw new NoSuchFileException(file.toString());
    }
    var entry = ByteBuffer.allocate(ENTRY).putLong(position).putLong(millis).array();
    // Not a channel: an interrupted reader must not leave it open whether this was written.
    try (var out = new FileOutputStream(file.toFile(), true)) {
      out.write(entry);
    }
    count++;
    lastPosition = position;
    lastMillis = Math.abs(millis);
  }

  /// Drops entries about lines that are not kept any more.
  void forgetBefore(long position) throws IOException {
    var kept = file.resolveSibling(file.getFileName() + ".new");
    long first;
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      first = Math.max(0, firstFrom(channel, position) - 1);
      if (first == 0) {
        return;
      }
      try (var copy =
          FileChannel.open(
              kept,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        long at = first * ENTRY;
        while (at < count * ENTRY) {
          at += channel.transferTo(at, count * ENTRY - at, copy);
        }
      }
    }
    Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    count -= first;
  }

  /// The entries that tell the time of a line that ends at `position`, and of many before it.
  ///
  /// @param lastWritten when the log was last written, whatever is noted
  TimesWindow around(long position, Instant lastWritten) throws IOException {
    // Behind the last entry nothing is noted, but it was written by now.
    long latest = Math.max(lastMillis, millis(lastWritten));
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long last = firstFrom(channel, position);
      long first = Math.max(0, last - WINDOW + 1);
      int length = (int) (Math.min(last + 1, count) - first);
      var found = entries(channel, first, length);
      return TimesWindow.of(
          last < count ? found : withLast(found, Long.MAX_VALUE, -latest), first == 0, latest);
    } catch (NoSuchFileException _) {
      return TimesWindow.unknown(latest);
    }
  }

  private static long millis(Instant moment) {
    return Math.clamp(moment.toEpochMilli(), 1, LATEST);
  }

  private static long[] withLast(long[] entries, long position, long millis) {
    var more = Arrays.copyOf(entries, entries.length + 2);
    more[entries.length] = position;
    more[entries.length + 1] = millis;
    return more;
  }

  /// Up to which position everything was written before `moment`; `end` when all was.
  long reachedBefore(Instant moment, long end) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long found =
          first(channel, entry -> !Instant.ofEpochMilli(Math.abs(entry[1])).isBefore(moment));
      if (found >= count) {
        return end;
      }
      var entry = entries(channel, found, 1);
      if (entry[1] < 0) {
        return entry[0];
      }
      return found == 0 ? 0 : entries(channel, found - 1, 1)[0];
    } catch (NoSuchFileException _) {
      return end;
    }
  }

  /// The number of the first entry at or behind `position`; their count when there is none.
  private long firstFrom(FileChannel channel, long position) throws IOException {
    return first(channel, entry -> entry[0] >= position);
  }

  private interface Condition {
    boolean holds(long[] entry);
  }

  private long first(FileChannel channel, Condition condition) throws IOException {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (condition.holds(entries(channel, middle, 1))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Position and milliseconds by turns.
  private static long[] entries(FileChannel channel, long first, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length * ENTRY);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, first * ENTRY + bytes.position()) < 0) {
        break;
      }
    }
    // What is missing reads as 0, which no window takes for an entry.
    var entries = new long[2 * length];
    bytes.clear().asLongBuffer().get(entries);
    return entries;
  }
}
