package dev.sluice.launch;

import dev.sluice.launch.MoodyOrigin.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Customers' programs that follow HTTP: they keep connections until told that an answer was the
/// last, and know what each request may come to. Ids of requests that may be carried out once only
/// begin with `once`.
final class MoodyCustomers implements AutoCloseable {
  private final URI gateway;
  private final InForce inForce;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> unheard = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  MoodyCustomers(URI gateway, InForce inForce, long seed) {
    this.gateway = gateway;
    this.inForce = inForce;
    this.seed = seed;
  }

  /// @param busy ask without a pause
  /// @param idle pause for about as long as instances keep connections
  MoodyCustomers start(int busy, int idle) {
    for (int i = 0; i < busy + idle; i++) {
      var random = new SplittableRandom(seed + i);
      boolean pausing = i >= busy;
      boolean refusing = i == busy;
      threads.add(Thread.ofVirtual().start(() -> run(random, pausing, refusing)));
    }
    return this;
  }

  private void run(SplittableRandom random, boolean pausing, boolean refusing) {
    long refused = System.nanoTime();
    while (!over) {
      try (var connection = new Connection()) {
        boolean more = true;
        while (more && !over) {
          boolean refuse = refusing && System.nanoTime() - refused > TimeUnit.SECONDS.toNanos(2);
          refused = refuse ? System.nanoTime() : refused;
          more = ask(connection, refuse ? Kind.REFUSE : kind(random), random.nextInt(3) == 0);
          if (pausing) {
            // Swept across the instances' keep-alive time-out.
            int pause = MoodyOrigin.KEEP_ALIVE_MILLIS - 12 + random.nextInt(24);
            TimeUnit.MILLISECONDS.sleep(pause);
          }
        }
      } catch (IOException e) {
        wrong.add("no connection: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Kind kind(SplittableRandom random) {
    int of = random.nextInt(1_000);
    if (of < 900) {
      return Kind.OK;
    }
    if (of < 950) {
      return Kind.CLOSE;
    }
    if (of < 970) {
      return Kind.STALE;
    }
    if (of < 980) {
      return Kind.RESET;
    }
    return of < 990 ? Kind.HALF : Kind.SLOW;
  }

  /// @param post whether it must not be carried out twice
  /// @return whether another request may follow on the connection
  private boolean ask(Connection connection, Kind kind, boolean post) {
    boolean once = post || kind == Kind.RESET || kind == Kind.HALF;
    String id = (once ? "once-" : "any-") + ids.incrementAndGet();
    var sent = inForce.now();
    asked.incrementAndGet();
    try {
      var answer = connection.ask(post || kind == Kind.RESET ? "POST" : "GET", kind, id);
      count(kind + " " + answer.status());
      boolean expected =
          kind == Kind.RESET
              ? answer.status() == 502 && !answer.header("x-sluice-reason").isEmpty()
              : answer.status() == 200 && isFrom(answer, id, sent);
      if (!expected && answer.header("x-sluice-reason").equals("origin-closed")) {
        unheard.add(id);
      } else if (!expected) {
        wrong.add(kind + (post ? " POST " : " GET ") + id + ": " + answer);
      }
      return !answer.header("connection").equals("close");
    } catch (IOException e) {
      count(kind + " broken");
      if (kind != Kind.HALF) {
        wrong.add(kind + (post ? " POST " : " GET ") + id + ": " + e);
      }
      return false;
    }
  }

  private boolean isFrom(Answer answer, String id, InForce.Moment sent) {
    String version = answer.header("x-sluice-version");
    String revision = answer.header("x-sluice-revision");
    return answer.body().equals(id + " " + version + " " + revision)
        && inForce.allows(sent, version, Integer.parseInt(revision));
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, _ -> new AtomicLong()).incrementAndGet();
  }

  long asked() {
    return asked.get();
  }

  Map<String, AtomicLong> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /// Ids of requests that an instance has reset where no request was to be reset. A system does so
  /// with what waits to be taken when an instance stops to listen; it was not carried out then.
  List<String> unheard() {
    return List.copyOf(unheard);
  }

  /// What must not have happened.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() {
    over = true;
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection() throws IOException {
      socket = new Socket(gateway.getHost(), gateway.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    Answer ask(String method, Kind kind, String id) throws IOException {
      String body = method.equals("POST") ? "Content-Length: 4\r\n\r\nbody" : "\r\n";
      String request =
          "%s /%s/%s HTTP/1.1\r\nHost: shop.localhost\r\n%s".formatted(method, kind, id, body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int status = Integer.parseInt(line().substring(9, 12));
      var headers = new TreeMap<String, String>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("half an answer");
      }
      return new Answer(status, headers, new String(bytes, StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("closed without an answer");
        }
        line.append((char) next);
      }
      return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
