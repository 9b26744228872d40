package dev.sluice.engine.logs;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.port.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells a listener of every further line of some logs, on a virtual thread of its own. It looks
/// again and again, so a slow listener costs nothing but itself; one that is slower than the log is
/// dropped misses lines.
public final class LogFollower implements Subscription {
  private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// A prompt or the last words of a program may never get an end of line.
  private static final Duration UNFINISHED = Duration.ofSeconds(1);

  /// Read of one log before the others have their turn.
  private static final long MOST_READ = 1 << 16;

  private final Supplier<Present> present;
  private final LogQuery query;
  private final LineFilter filter;
  private final LogListener listener;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("log-follower").unstarted(this::run);

  /// @param present the logs as they are at the moment
  /// @param from behind which line to go on; empty to begin with the last lines
  public LogFollower(
      Supplier<Present> present,
      LogQuery query,
      Optional<LogCursor> from,
      LogListener listener) {
    this.present = present;
    this.query = query;
    this.filter = new LineFilter(query);
    this.listener = listener;
    from.ifPresent(cursor -> positions.putAll(cursor.positions()));
    this.fresh = from.isEmpty();
  }

  private boolean fresh;

  /// @param last whether nothing will be added to any of them
  public record Present(List<LogSource> sources, boolean last) {
    public Present {
      sources = List.copyOf(sources);
    }
  }

  /// How far a line without an end has come.
  private record Unfinished(long end, long sinceNanos) {}

  /// Begins to tell.
  public LogFollower start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        var now = present.get();
        if (fresh) {
          begin(now.sources());
          fresh = false;
        }
        boolean all = tellAll(now);
        last = all && now.last();
        if (all && !last) {
          Thread.sleep(PAUSE);
        }
      }
      listener.onEnd();
    } catch (InterruptedException _) {
      // Closed.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!thread.isInterrupted()) {
        LOG.log(WARNING, "A log can not be followed any more.", e);
      }
    }
  }

  /// The last lines of the past, up to where whole lines end: what comes then is told whole.
  private void begin(List<LogSource> sources) throws InterruptedException {
    for (var source : sources) {
      long end = source.reader().end();
      var last = source.reader().before(end);
      positions.put(
          source.key(), last.filter(line -> !line.whole()).map(LogReader.Line::start).orElse(end));
    }
    var cursor = cursor();
    for (var line : LogPages.read(sources, query, positions).lines().reversed()) {
      stopIfClosed();
      listener.onLine(line, cursor);
    }
  }

  /// @return whether there is nothing more for now
  private boolean tellAll(Present now) throws InterruptedException {
    var found = new ArrayList<Found>();
    boolean all = true;
    var keys = new HashSet<String>();
    for (var source : now.sources()) {
      keys.add(source.key());
      all &= collect(source, now.last(), found);
    }
    positions.keySet().retainAll(keys);
    unfinished.keySet().retainAll(keys);
    found.sort(Comparator.comparing(next -> next.line.latest()));
    for (var next : found) {
      stopIfClosed();
      positions.put(next.source.key(), next.line.end());
      if (filter.accepts(next.line)) {
        listener.onLine(next.source.read().apply(next.line), cursor());
      }
    }
    return all;
  }

  private record Found(LogSource source, LogReader.Line line) {}

  /// @return whether that is all for now
  private boolean collect(LogSource source, boolean last, List<Found> found) {
    long start = positions.computeIfAbsent(source.key(), _ -> 0L);
    long position = start;
    var next = source.reader().after(position);
    while (next.isPresent() && position - start < MOST_READ) {
      var line = next.get();
      if (!line.whole() && !last && !isLeftUnfinished(source, line)) {
        return true;
      }
      found.add(new Found(source, line));
      position = line.end();
      next = source.reader().after(position);
    }
    return next.isEmpty();
  }

  private boolean isLeftUnfinished(LogSource source, LogReader.Line line) {
    long now = System.nanoTime();
    var known = unfinished.get(source.key());
    if (known == null || known.end != line.end()) {
      unfinished.put(source.key(), new Unfinished(line.end(), now));
      return false;
    }
    return now - known.sinceNanos >= UNFINISHED.toNanos();
  }

  private String cursor() {
    return new LogCursor(LogCursor.Kind.ON, positions).text();
  }

  private static void stopIfClosed() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
