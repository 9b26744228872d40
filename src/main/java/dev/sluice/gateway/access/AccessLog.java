package dev.sluice.gateway.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Takes entries from the event loops without a lock and without waiting, and writes them on a
/// thread of its own. When that does not keep up, or the disk is full, entries are dropped and
/// counted; no request ever waits for its line.
public final class AccessLog implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /// After the file could not be written.
  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

  private final Options options;
  private final ConcurrentLinkedQueue<AccessEntry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger length = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final RotatedFile file;
  private final Thread writer =
      Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
  private volatile boolean stopping;

  /// @param every 1 for all requests; n for one in n. Those with an answer of 5xx, or one the
  ///   gateway made, are always there
  /// @param bytes a file may have, about
  /// @param files that are kept, the one that is written among them
  public record Options(Path file, int every, long bytes, int files) {
    public Options {
      if (every < 1 || bytes < 1 || files < 1) {
        throw new IllegalArgumentException(every + ", " + bytes + ", " + files);
      }
    }

    /// By which an engine finds out whether a running gateway was told the same.
    public String text() {
      return "%s 1/%d %dx%d".formatted(file, every, files, bytes);
    }
  }

  public AccessLog(Options options) {
    this.options = options;
    this.file = new RotatedFile(options.file(), options.bytes(), options.files());
  }

  /// Begins to write, behind what the file holds.
  ///
  /// @throws IOException when the file cannot be written
  public void start() throws IOException {
    file.open();
    writer.start();
  }

  public Options options() {
    return options;
  }

  /// Never waits.
  public void add(AccessEntry entry) {
    if (length.get() >= MOST_WAITING || stopping) {
      dropped.increment();
    } else {
      length.incrementAndGet();
      waiting.add(entry);
    }
  }

  /// Entries that were not written since the gateway started.
  public long dropped() {
    return dropped.sum();
  }

  private void run() {
    try {
      while (!stopping || !waiting.isEmpty()) {
        if (!write()) {
          Thread.sleep(stopping ? Duration.ZERO : LONG_PAUSE);
        } else if (!stopping) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "The access log ends early", e);
    } finally {
      file.close();
    }
  }

  /// Writes all that waits. What cannot be written is dropped: it would only be overtaken.
  ///
  /// @return false when the file could not be written
  private boolean write() {
    int taken = 0;
    try {
      for (var entry = waiting.poll(); entry != null; entry = waiting.poll()) {
        length.decrementAndGet();
        taken++;
        file.write(AccessLine.of(entry));
      }
      file.flush();
      return true;
    } catch (IOException e) {
      dropped.add(Math.max(1, taken));
      LOG.log(
          System.Logger.Level.WARNING,
          "The access log {0} cannot be written: {1}; lines are dropped.",
          options.file(),
          e.getMessage());
      return false;
    }
  }

  /// Writes what still waits.
  @Override
  public void close() {
    stopping = true;
    try {
      if (!writer.join(STOP_LIMIT)) {
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      writer.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
