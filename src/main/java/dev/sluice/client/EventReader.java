package dev.sluice.client;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.Subscription;
import dev.sluice.wire.EventJson;
import dev.sluice.wire.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Follows an engine's events on a virtual thread. When the stream breaks, or stays silent for
/// longer than an engine ever does, it connects again, soon at first and then every few seconds,
/// and goes on behind the last event it has delivered.
final class EventReader implements Subscription {
  private static final System.Logger LOG = System.getLogger(EventReader.class.getName());
  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final Duration LATEST = Duration.ofSeconds(3);
  private static final EventJson EVENTS = new EventJson();

  private final HttpCalls http;
  private final EventListener listener;
  private final Duration longestSilence;
  private final Thread thread = Thread.ofVirtual().name("engine-events").unstarted(this::run);
  private Optional<Long> last;
  private Duration pause = SOONEST;

  /// Code of what the listener knows to be the matter; empty while nothing is.
  private String told = "";

  private volatile boolean closed;

  /// @param longestSilence after which a stream counts as broken; an engine writes at least a
  ///   heartbeat every ten seconds
  EventReader(
      HttpCalls http, Optional<Long> after, EventListener listener, Duration longestSilence) {
    this.http = http;
    this.last = after;
    this.listener = listener;
    this.longestSilence = longestSilence;
  }

  EventReader start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!closed) {
      try {
        follow();
        lost(http.unreachable(new EOFException("the engine ended the stream")));
      } catch (ProblemException e) {
        lost(e);
      } catch (IOException e) {
        LOG.log(DEBUG, "The stream of events broke.", e);
        lost(http.unreachable(e));
      } catch (InterruptedException e) {
        return; // Only close() interrupts.
      } catch (RuntimeException e) {
        // Read again from the last event that was understood: perhaps by a newer engine's rules.
        LOG.log(WARNING, "The stream of events could not be read.", e);
        lost(http.unreadable(e));
      }
      if (!rest()) {
        return;
      }
    }
  }

  private void follow() throws IOException, InterruptedException {
    var answer = http.events(last);
    if (answer.statusCode() != 200) {
      throw HttpCalls.refusal(answer);
    }
    try (var body = answer.body();
        var alive = new SilenceWatch(longestSilence, body);
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      var type = "";
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
        alive.seen();
        if (line.startsWith("event: ")) {
          type = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          deliver(type, line.substring("data: ".length()));
        }
      }
    }
  }

  private void deliver(String type, String data) {
    switch (type) {
      case "resumed" -> connected(true);
      case "reset" -> connected(false);
      case String _ -> {
        var node = Json.mapper().readTree(data);
        long number = node.path("number").longValue();
        event(type, number, node).ifPresent(this::tell);
        last = Optional.of(number);
      }
    }
  }

  /// Empty for a kind of event that a newer engine has and this program does not know.
  private static Optional<EngineEvent> event(String type, long number, JsonNode node) {
    if (!EVENTS.knows(type)) {
      return Optional.empty();
    }
    var change = EVENTS.read(type, node.path("change").toString());
    var at = Instant.parse(node.path("at").stringValue());
    return Optional.of(new EngineEvent(number, at, change));
  }

  /// A listener that fails must not cost it the events that follow.
  private void tell(EngineEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      LOG.log(WARNING, "A listener failed on event " + event.number(), e);
    }
  }

  private void connected(boolean complete) {
    pause = SOONEST;
    told = "";
    if (!complete) {
      // Numbers of another time, which the engine does not know: the next event counts.
      last = Optional.empty();
    }
    listener.onConnected(complete);
  }

  /// Tells it once, and again when it is something else: an engine that was away may come back with
  /// another certificate.
  private void lost(ProblemException lost) {
    var problem = lost.problem();
    if (!told.equals(problem.code()) && !closed) {
      told = problem.code();
      listener.onDisconnected(problem);
    }
  }

  private boolean rest() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      return false;
    }
    pause = pause.multipliedBy(2).compareTo(LATEST) > 0 ? LATEST : pause.multipliedBy(2);
    return true;
  }

  /// Interrupts also a read that waits for the next line.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
