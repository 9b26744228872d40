package dev.sluice.launch;

import dev.sluice.gateway.RawClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Sends requests one after the other over kept-alive connections, as a customer's program would,
/// and keeps account of every answer. A connection that breaks, or an answer the gateway made
/// itself, is a lost request.
public final class SteadyClient implements AutoCloseable {
  private final URI gateway;
  private final String host;
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private Duration pause = Duration.ZERO;
  private volatile boolean closed;

  public SteadyClient(URI gateway, String host) {
    this.gateway = gateway;
    this.host = host;
  }

  public SteadyClient start(int connections) {
    return start(connections, Duration.ZERO);
  }

  /// @param between two requests of a connection
  public SteadyClient start(int connections, Duration between) {
    pause = between;
    for (int i = 0; i < connections; i++) {
      threads.add(Thread.ofVirtual().name("steady-" + i).start(this::run));
    }
    return this;
  }

  private void run() {
    while (!closed) {
      try (var connection = new Connection(gateway, host)) {
        while (!closed) {
          record(connection.get("/"));
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (IOException e) {
        if (!closed) {
          lost.add("connection: " + e);
        }
      }
    }
  }

  private void record(Answer answer) {
    if (answer.status() == 200) {
      answers.computeIfAbsent(answer.version(), _ -> new LongAdder()).increment();
    } else {
      lost.add(answer.toString());
    }
  }

  /// Requests answered so far, by version.
  public Map<String, Long> answers() {
    var counts = new TreeMap<String, Long>();
    answers.forEach((version, count) -> counts.put(version, count.sum()));
    return counts;
  }

  public long total() {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }

  public List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public void close() {
    end();
  }

  /// Lets requests under way end; after this the account is final.
  public void end() {
    closed = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// @param version that answered, as the gateway says
  public record Answer(int status, String version, String revision, String body) {}

  /// One kept-alive connection.
  public static final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final RawClient client;
    private final String host;

    public Connection(URI gateway, String host) throws IOException {
      client = new RawClient(gateway.getHost(), gateway.getPort());
      client.socket().setSoTimeout(PATIENCE_MILLIS);
      this.host = host;
    }

    public Answer get(String path) throws IOException {
      var answer = client.get(path, host);
      return new Answer(
          answer.status(),
          answer.header("x-sluice-version"),
          answer.header("x-sluice-revision"),
          answer.body());
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
