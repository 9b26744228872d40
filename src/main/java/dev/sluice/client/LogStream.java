package dev.sluice.client;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.Subscription;
import dev.sluice.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Follows a log on a virtual thread. When the stream breaks, or stays silent for longer than an
/// engine ever does, it connects again, soon at first and then every few seconds, and goes on
/// behind the last line it has delivered.
final class LogStream implements Subscription {
  private static final System.Logger LOG = System.getLogger(LogStream.class.getName());
  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final Duration LATEST = Duration.ofSeconds(3);

  private final Opening opening;
  private final LogListener listener;
  private final Duration longestSilence;
  private final Thread thread = Thread.ofVirtual().name("engine-log").unstarted(this::run);
  private InputStream body;
  private Optional<String> last = Optional.empty();
  private Duration pause = SOONEST;

  /// Code of what the listener knows to be the matter; empty while nothing is.
  private String told = "";

  private boolean ended;
  private volatile boolean closed;

  /// Asks the engine for the stream.
  @FunctionalInterface
  interface Opening {
    /// @param behind the line whose cursor that is
    /// @throws ProblemException when it is refused, or the engine cannot be reached
    InputStream open(Optional<String> behind);
  }

  /// Connects for the first time.
  ///
  /// @param longestSilence after which a stream counts as broken
  /// @throws ProblemException when that is refused, or the engine cannot be reached
  LogStream(Opening opening, LogListener listener, Duration longestSilence) {
    this.opening = opening;
    this.listener = listener;
    this.longestSilence = longestSilence;
    this.body = opening.open(Optional.empty());
  }

  LogStream start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      follow();
      while (!ended && !closed) {
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(LATEST) > 0 ? LATEST : pause.multipliedBy(2);
        connectAgain();
      }
      if (!closed) {
        listener.onEnd();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // Only close() interrupts.
    } catch (RuntimeException e) {
      LOG.log(WARNING, "A log cannot be followed any more.", e);
    }
  }

  private void connectAgain() {
    try {
      body = opening.open(last);
    } catch (ProblemException e) {
      switch (e.problem().kind()) {
        case UNAVAILABLE, TOO_MANY, INTERNAL, UNAUTHORIZED -> lost(e.problem());
        // Gone, or nobody may read it any more.
        case NOT_FOUND, MALFORMED, FORBIDDEN, CONFLICT, STALE, TOO_LARGE, NOT_ALLOWED, NO_SPACE ->
            ended = true;
      }
      return;
    }
    follow();
  }

  private void follow() {
    try (var alive = new SilenceWatch(longestSilence, body);
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String cursor = "";
      String type = "";
      String line = lines.readLine();
      while (line != null && !closed && !ended) {
        alive.seen();
        told = "";
        pause = SOONEST;
        if (line.startsWith("id: ")) {
          cursor = line.substring("id: ".length());
        } else if (line.startsWith("event: ")) {
          type = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          deliver(type, cursor, line.substring("data: ".length()));
        }
        line = ended ? null : lines.readLine();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "The stream of a log broke.", e);
    }
  }

  private void deliver(String type, String cursor, String data) {
    switch (type) {
      case "log" -> {
        listener.onLine(Json.read(data, LogLine.class), cursor);
        last = Optional.of(cursor);
      }
      case "end" -> ended = true;
      case String _ -> LOG.log(DEBUG, "A newer engine says: " + type);
    }
  }

  /// Tells it once, and again when it is something else.
  private void lost(Problem problem) {
    if (!told.equals(problem.code()) && !closed) {
      told = problem.code();
      listener.onDisconnected(problem);
    }
  }

  /// Interrupts also a read that waits for the next line.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
