package dev.sluice.rest;

import dev.sluice.engine.api.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Streams of server-sent events that are being served, with a sign of life every ten seconds.
final class Streams implements AutoCloseable {
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int QUEUED = 100;

  /// A stream rarely ends by itself, so that a server that stops has to end it.
  private final Set<Thread> serving = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /// What is said last, where a stream has an end.
  private static final String END = "event: end\ndata: {}\n\n";

  /// Takes what one reader is sent, and makes whoever gives it wait while there is no room.
  static final class Queue {
    private final BlockingQueue<String> texts = new ArrayBlockingQueue<>(QUEUED);

    /// @param text one event or comment, with the empty line behind it
    void put(String text) {
      try {
        texts.put(text);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void end() {
      put(END);
    }
  }

  /// Returns when the stream has ended, its reader is gone or the server stops.
  ///
  /// @param begin begins to give events
  /// @throws dev.sluice.engine.api.ProblemException of `begin`, before anything was answered
  void serve(Response response, Callback callback, Function<Queue, Subscription> begin) {
    var queue = new Queue();
    serving.add(Thread.currentThread());
    try (var _ = begin.apply(queue);
        OutputStream out = answer(response)) {
      pump(queue.texts, out);
    } catch (IOException e) {
      callback.failed(e);
      return;
    } finally {
      serving.remove(Thread.currentThread());
    }
    callback.succeeded();
  }

  private static OutputStream answer(Response response) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put("Cache-Control", "no-store");
    return Content.Sink.asOutputStream(response);
  }

  private void pump(BlockingQueue<String> queue, OutputStream out) throws IOException {
    String next = "";
    // Read after this thread has entered `serving`: either it sees `closed`, or `close` sees it.
    while (!closed && !END.equals(next)) {
      try {
        next = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
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
}
