package dev.sluice.platform.process.log;

import dev.sluice.engine.port.LogReader;
import dev.sluice.platform.process.os.BoundedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/// A log that another process writes, with the times of its lines. The writer writes raw lines and
/// never learns of us; at each look that finds the file grown it is noted how far it had grown and
/// when it was last written.
///
/// Every byte ever written has a position of its own, whatever file it lies in by now. Beside the
/// log lie `output.log.parts`, the positions at which its files begin, and `output.log.times`, the
/// positions reached and when. Without them, or when they are damaged, lines have no times and the
/// oldest kept byte counts as the first; nothing fails.
///
/// Safe for any number of threads. A log has one object in the whole computer: its owner.
public final class TimedLog {
  /// Read at once; small, because a service may have hundreds of logs that are read together.
  static final int BLOCK = 1 << 14;

  /// 5 MiB of them, for a log of 50 MiB.
  private static final long MOST_TIMES = 327_680;

  private final BoundedLog log;
  private final LogParts parts;
  private final LogTimes times;
  private boolean open;

  public TimedLog(BoundedLog log) {
    this.log = log;
    this.parts = new LogParts(log);
    this.times = new LogTimes(beside(log, "times"), log.files() * log.bytes(), MOST_TIMES);
  }

  private static Path beside(BoundedLog log, String what) {
    return log.file().resolveSibling(log.file().getFileName() + "." + what);
  }

  /// Makes sure the log is there, before anybody writes to it.
  public synchronized void create() throws IOException {
    log.create();
    open();
  }

  /// To be called again and again while somebody writes: notes the time of what was written, and
  /// keeps the files within bounds.
  public synchronized void look() throws IOException {
    if (!Files.exists(log.file())) {
      return;
    }
    open();
    note();
    var cut = log.keepWithinBounds();
    if (cut.isPresent()) {
      parts.onCut(cut.get());
      times.forgetBefore(parts.oldest());
    }
  }

  /// For one reading of what was written up to now.
  public synchronized LogReader reader() throws IOException {
    try {
      open();
      note();
      return new BlockReader(this, parts.end());
    } catch (NoSuchFileException _) {
      // Deleted with its instance.
      return new BlockReader(this, 0);
    }
  }

  private void open() throws IOException {
    if (open) {
      return;
    }
    var written = lastWritten();
    boolean known = parts.open();
    times.open(parts.end(), written, known);
    open = true;
  }

  /// The last write is what is noted, not the look: that is closer to the truth, above all at the
  /// first look of an engine that was not there for a while.
  private void note() throws IOException {
    if (parts.end() < times.end()) {
      parts.goOnFrom(times.end());
    }
    try {
      times.note(parts.end(), lastWritten());
    } catch (NoSuchFileException _) {
      // Somebody has deleted the notes; when it was the log, this says so.
      open = false;
      open();
    }
  }

  private Instant lastWritten() throws IOException {
    return Files.readAttributes(log.file(), BasicFileAttributes.class)
        .lastModifiedTime()
        .toInstant();
  }

  /// Bytes up to `end`, at least the one before it; empty when that one is not kept.
  synchronized Block blockBefore(long end) throws IOException {
    long start = parts.startOfPartWith(end - 1);
    return start < 0 ? Block.NONE : read(Math.max(start, end - BLOCK), end);
  }

  /// Bytes from `start` on, at least that one; empty when it is not kept.
  synchronized Block blockFrom(long start) throws IOException {
    long end = parts.endOfPartWith(start);
    return end < 0 ? Block.NONE : read(start, Math.min(end, start + BLOCK));
  }

  private Block read(long start, long end) throws IOException {
    try {
      return new Block(start, parts.read(start, (int) (end - start)));
    } catch (NoSuchFileException _) {
      return Block.NONE;
    }
  }

  /// The farthest position up to `position` that has a kept byte right before it; 0 for none.
  synchronized long keptBefore(long position) {
    return parts.keptBefore(position);
  }

  /// The first position from `position` on that has a kept byte; -1 for none.
  synchronized long keptFrom(long position) throws IOException {
    return parts.keptFrom(position);
  }

  synchronized TimesWindow times(long position) throws IOException {
    return times.around(position, lastWritten());
  }

  synchronized long writtenBefore(Instant moment, long end) throws IOException {
    return times.reachedBefore(moment, end);
  }

  /// Some bytes and where they stand.
  static final class Block {
    static final Block NONE = new Block(0, new byte[0]);

    private final long start;
    private final byte[] bytes;

    Block(long start, byte[] bytes) {
      this.start = start;
      this.bytes = bytes;
    }

    boolean holds(long position) {
      return position >= start && position < start + bytes.length;
    }

    byte at(long position) {
      return bytes[(int) (position - start)];
    }
  }
}
