package dev.sluice.client;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Subscription;
import dev.sluice.wire.EventJson;
import dev.sluice.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Follows an engine's events on a virtual thread. When the stream breaks it connects again, soon
/// at first and then every few seconds, and goes on behind the last event it has delivered.
final class EventReader implements Subscription {
  private static final Duration SOONEST = Duration.ofMillis(100);
  private static final Duration LATEST = Duration.ofSeconds(3);
  private static final EventJson EVENTS = new EventJson();

  private final HttpCalls http;
  private final EventListener listener;
  private final AtomicReference<Optional<InputStream>> open =
      new AtomicReference<>(Optional.empty());
  private final Thread thread = Thread.ofVirtual().name("engine-events").unstarted(this::run);
  private Optional<Long> last;
  private Duration pause = SOONEST;
  private boolean told;
  private volatile boolean closed;

  private EventReader(HttpCalls http, Optional<Long> after, EventListener listener) {
    this.http = http;
    this.last = after;
    this.listener = listener;
  }

  static EventReader start(HttpCalls http, Optional<Long> after, EventListener listener) {
    var reader = new EventReader(http, after, listener);
    reader.thread.start();
    return reader;
  }

  private void run() {
    while (!closed) {
      try {
        follow();
        lost("The engine ended the connection.");
      } catch (IOException e) {
        lost("The engine cannot be reached.");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (!rest()) {
        return;
      }
    }
  }

  private void follow() throws IOException, InterruptedException {
    var answer = http.events(last);
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    try (var body = answer.body();
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      open.set(Optional.of(body));
      var type = "";
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
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
        var change = EVENTS.read(type, node.path("change").toString());
        listener.onEvent(
            new EngineEvent(number, Instant.parse(node.path("at").stringValue()), change));
        last = Optional.of(number);
      }
    }
  }

  private void connected(boolean complete) {
    pause = SOONEST;
    told = false;
    listener.onConnected(complete);
  }

  private void lost(String reason) {
    if (!told && !closed) {
      told = true;
      listener.onDisconnected(reason);
    }
  }

  private boolean rest() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    pause = pause.multipliedBy(2).compareTo(LATEST) > 0 ? LATEST : pause.multipliedBy(2);
    return true;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    open.get()
        .ifPresent(
            body -> {
              try {
                body.close();
              } catch (IOException e) {
                // It is being left anyway.
              }
            });
  }
}
