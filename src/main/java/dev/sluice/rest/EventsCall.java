package dev.sluice.rest;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Problem;
import dev.sluice.wire.EventJson;
import dev.sluice.wire.Json;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /events`: every change as a server-sent event, from `Last-Event-ID` on.
///
/// A listener that is slow to read holds up only its own place in the journal. When events were
/// missed, or there was no `Last-Event-ID`, the first event is `reset`: read everything anew.
/// Otherwise it is `resumed`.
record EventsCall(DeploymentEngine engine, Streams streams) {

  /// Returns when the reader is gone or the server stops.
  ///
  /// @throws dev.sluice.engine.api.ProblemException before anything was answered
  void serve(Request request, Response response, Callback callback) {
    var last = lastSeen(request);
    streams.serve(response, callback, queue -> engine.subscribe(last, new Queueing(queue)));
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
  private record Queueing(Streams.Queue queue) implements EventListener {
    private static final EventJson EVENTS = new EventJson();

    @Override
    public void onEvent(EngineEvent event) {
      var data = new LinkedHashMap<String, Object>();
      data.put("number", event.number());
      data.put("at", event.at());
      data.put("change", event.change());
      queue.put(
          "id: %d\nevent: %s\ndata: %s\n\n"
              .formatted(event.number(), EVENTS.type(event.change()), Json.write(data)));
    }

    @Override
    public void onConnected(boolean complete) {
      queue.put(complete ? "event: resumed\ndata: {}\n\n" : "event: reset\ndata: {}\n\n");
    }

    @Override
    public void onDisconnected(Problem problem) {
      // An engine in the same process does not disconnect.
    }
  }
}
