package dev.sluice.rest;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.Problem;
import dev.sluice.wire.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// `GET /logs` (R70): a page, newest line first; or, for who accepts `text/event-stream`, the last
/// lines, oldest first, and then every further one as an event `log`. The `id` of an event is the
/// `cursor`, or the `Last-Event-ID`, that goes on behind it. The event `end` says that there will
/// be no further line.
record Logs(DeploymentEngine engine, Streams streams) {

  /// `total` counts the lines of this answer: to count all would take reading all.
  static Answer read(DeploymentEngine engine, Call call) {
    var page = engine.readLogs(LogQueries.read(engine, call));
    var members = new LinkedHashMap<String, Object>();
    members.put("items", page.lines());
    members.put("total", page.lines().size());
    page.nextCursor().ifPresent(cursor -> members.put("nextCursor", cursor));
    return Answer.ok(members);
  }

  static boolean isToFollow(Request request) {
    String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
    return request.getMethod().equals("GET")
        && accepted != null
        && accepted.toLowerCase(Locale.ROOT).contains("text/event-stream");
  }

  /// Returns when the log has ended, the reader is gone or the server stops.
  ///
  /// @throws dev.sluice.engine.api.ProblemException before anything was answered
  void follow(Call call, Request request, Response response, Callback callback) {
    var asked = LogQueries.read(engine, call);
    String last = request.getHeaders().get("Last-Event-ID");
    var query = last == null || last.isBlank() ? asked : asked.from(last.strip());
    streams.serve(
        response,
        callback,
        queue -> {
          // Sends the head of the answer, also when there is no line yet.
          queue.put(": following\n\n");
          return engine.followLogs(query, new Queueing(queue));
        });
  }

  private record Queueing(Streams.Queue queue) implements LogListener {
    @Override
    public void onLine(LogLine line, String cursor) {
      queue.put("id: %s\nevent: log\ndata: %s\n\n".formatted(cursor, Json.write(line)));
    }

    @Override
    public void onEnd() {
      queue.end();
    }

    @Override
    public void onDisconnected(Problem problem) {
      // An engine in the same process does not disconnect.
    }
  }
}
