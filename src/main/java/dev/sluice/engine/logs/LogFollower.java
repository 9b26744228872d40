package dev.sluice.engine.logs;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.port.LogReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Tells a listener of every further line of some logs, on a virtual thread of its own. It looks
/// again and again, so a slow listener costs nothing but itself; lines that are dropped before it
/// takes them are left out.
public final class LogFollower implements Subscription {
  private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// A prompt, or the last words of a program, may never get an end of line.
  private static final Duration UNFINISHED = Duration.ofSeconds(1);

  private final Supplier<Present> present;
  private final LogQuery query;
  private final LineFilter filter;
  private final Optional<LogCursor> from;
  private final LogListener listener;
  private final Map<String, Long> positions = new HashMap<>();
  private final Map<String, Unfinished> unfinished = new HashMap<>();
  private final Thread thread = Thread.ofVirtual().name("log-follower").unstarted(this::run);
  private volatile boolean closed;

  /// @param present the logs as they are at the moment
  /// @param from behind which line to go on; empty to begin with the last lines
  public LogFollower(
      Supplier<Present> present, LogQuery query, Optional<LogCursor> from, LogListener listener) {
    this.present = present;
    this.query = query;
    this.filter = new LineFilter(query);
    this.from = from;
    this.listener = listener;
  }

  /// @param last whether nothing will be added to any of them
  public record Present(List<LogSource> sources, boolean last) {
    public Present {
      sources = List.copyOf(sources);
    }
  }

  /// How far a line without an end has come, and since when.
  private record Unfinished(long end, long nanos) {}

  /// Begins to tell.
  public LogFollower start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      var now = present.get();
      begin(now.sources());
      tell(now);
      while (!now.last()) {
        Thread.sleep(PAUSE);
        now = present.get();
        tell(now);
      }
      end();
    } catch (InterruptedException _) {
      // Closed.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A read that was interrupted fails; nobody waits for it.
      if (!closed) {
        LOG.log(WARNING, "A log cannot be followed any more.", e);
        end();
      }
    }
  }

  private void end() {
    if (!closed) {
      listener.onEnd();
    }
  }

  /// Goes back by the last lines, from where whole lines end: what comes then is told whole.
  private void begin(List<LogSource> sources) {
    if (from.isPresent()) {
      positions.putAll(from.get().positions());
      return;
    }
    var ends = new HashMap<String, Long>();
    for (var source : sources) {
      long end = source.reader().end();
      var last = source.reader().before(end).filter(line -> !line.whole());
      ends.put(source.key(), last.map(LogReader.Line::start).orElse(end));
    }
    positions.putAll(LogPages.beginning(sources, query, ends));
  }

  /// Tells of everything there is at the moment, by time.
  private void tell(Present now) throws InterruptedException {
    var keys = now.sources().stream().map(LogSource::key).collect(Collectors.toSet());
    positions.keySet().retainAll(keys);
    unfinished.keySet().retainAll(keys);
    var heads = new PriorityQueue<>(Head.OLDEST_FIRST);
    for (var source : now.sources()) {
      long position = positions.computeIfAbsent(source.key(), _ -> 0L);
      takeHead(source, position, now.last(), heads);
    }
    for (var head = heads.poll(); head != null; head = heads.poll()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      positions.put(head.source.key(), head.line.end());
      if (filter.accepts(head.line)) {
        listener.onLine(
            head.source.read().apply(head.line),
            new LogCursor(LogCursor.Kind.ON, positions).text());
      }
      takeHead(head.source, head.line.end(), now.last(), heads);
    }
  }

  private void takeHead(LogSource source, long position, boolean last, PriorityQueue<Head> heads) {
    source
        .reader()
        .after(position)
        .filter(line -> line.whole() || last || isLeftUnfinished(source, line))
        .ifPresent(line -> heads.add(new Head(source, line)));
  }

  private boolean isLeftUnfinished(LogSource source, LogReader.Line line) {
    long now = System.nanoTime();
    var known = unfinished.get(source.key());
    if (known == null || known.end != line.end()) {
      unfinished.put(source.key(), new Unfinished(line.end(), now));
      return false;
    }
    return now - known.nanos >= UNFINISHED.toNanos();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /// The oldest line of a log that was not told yet.
  private record Head(LogSource source, LogReader.Line line) {
    private static final Comparator<Head> OLDEST_FIRST =
        Comparator.comparing((Head head) -> head.line.latest())
            .thenComparing(head -> head.source.key());
  }
}
