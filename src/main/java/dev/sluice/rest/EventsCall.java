package dev.sluice.rest;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.wire.EventJson;
import dev.sluice.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /events`: every change as a server-sent event, from `Last-Event-ID` on.
///
/// A listener that is slow to read holds up only its own place in the journal. When events were
/// missed, or there was no `Last-Event-ID`, the first event is `reset`: read everything anew.
/// Otherwise it is `resumed`.
final class EventsCall implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int QUEUED = 100;

  private final DeploymentEngine engine;

  /// The threads that serve streams at present. A stream never ends by itself, so that a server
  /// that stops has to end it.
  private final Set<Thread> serving = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  EventsCall(DeploymentEngine engine) {
    this.engine = engine;
  }

  /// Returns when the reader is gone or the server stops.
  ///
  /// @throws dev.sluice.engine.api.ProblemException before anything was answered
  void serve(Request request, Response response, Callback callback) {
    var queue = new ArrayBlockingQueue<String>(QUEUED);
    serving.add(Thread.currentThread());
    try (var _ = engine.subscribe(lastSeen(request), new Queueing(queue));
        OutputStream out = begin(response)) {
      pump(queue, out);
    } catch (IOException e) {
      callback.failed(e);
      return;
    } finally {
      serving.remove(Thread.currentThread());
    }
    callback.succeeded();
  }

  private static OutputStream begin(Response response) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put("Cache-Control", "no-store");
    return Content.Sink.asOutputStream(response);
  }

  private void pump(BlockingQueue<String> queue, OutputStream out) throws IOException {
    // Read after this thread has entered `serving`: either it sees `closed`, or `close` sees it.
    while (!closed) {
      try {
        String next = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        out.write((next == null ? ": still here\n\n" : next).getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (InterruptedException e) {
        return; // The server stops; the flag stays clear so that the answer can be ended properly.
      }
    }
  }

  /// Ends all streams, and those that are begun later at once.
  @Override
  public void close() {
    closed = true;
    serving.forEach(Thread::interrupt);
  }

  private static Optional<Long> lastSeen(Request request) {
    String value = request.getHeaders().get("Last-Event-ID");
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(value.strip()));
    } catch (NumberFormatException e) {
      throw Refusals.wrongParameter("Last-Event-ID", value, "the number of the last event");
    }
  }

  /// Waits for room: the engine reads the journal for this listener alone.
  private record Queueing(BlockingQueue<String> queue) implements EventListener {
    private static final EventJson EVENTS = new EventJson();

    @Override
    public void onEvent(EngineEvent event) {
      var data = new LinkedHashMap<String, Object>();
      data.put("number", event.number());
      data.put("at", event.at());
      data.put("change", event.change());
      put(
          "id: %d\nevent: %s\ndata: %s\n\n"
              .formatted(event.number(), EVENTS.type(event.change()), Json.write(data)));
    }

    @Override
    public void onConnected(boolean complete) {
      put(complete ? "event: resumed\ndata: {}\n\n" : "event: reset\ndata: {}\n\n");
    }

    @Override
    public void onDisconnected(String reason) {
      // An engine in the same process does not disconnect.
    }

    private void put(String text) {
      try {
        queue.put(text);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
