package dev.sluice.launch;

import dev.sluice.gateway.RawClient;
import dev.sluice.launch.MoodyOrigin.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Customers' programs that follow HTTP: they keep connections until told that an answer was the
/// last, and know what each request may come to. Ids of requests that may be carried out once only
/// begin with `once`.
final class MoodyCustomers implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final URI gateway;
  private final InForce inForce;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  /// Held alone by a request after which an instance stops to listen: what waits to be taken then
  /// is lost to any gateway.
  private final ReadWriteLock quiet = new ReentrantReadWriteLock(true);

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
      try (var connection = new RawClient(gateway.getHost(), gateway.getPort())) {
        connection.socket().setSoTimeout(PATIENCE_MILLIS);
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
  private boolean ask(RawClient connection, Kind kind, boolean post) {
    boolean once = post || kind == Kind.RESET || kind == Kind.HALF;
    String id = (once ? "once-" : "any-") + ids.incrementAndGet();
    var alone = kind == Kind.REFUSE ? quiet.writeLock() : quiet.readLock();
    alone.lock();
    try {
      var sent = inForce.now();
      asked.incrementAndGet();
      var answer = exchange(connection, post || kind == Kind.RESET ? "POST" : "GET", kind, id);
      count(kind + " " + answer.status());
      boolean expected =
          kind == Kind.RESET
              ? answer.status() == 502 && !answer.header("x-sluice-reason").isEmpty()
              : answer.status() == 200 && isFrom(answer, id, sent);
      if (!expected) {
        wrong.add(kind + (post ? " POST " : " GET ") + id + ": " + answer);
      }
      return !answer.header("connection").equals("close");
    } catch (IOException e) {
      count(kind + " broken");
      if (kind != Kind.HALF) {
        wrong.add(kind + (post ? " POST " : " GET ") + id + ": " + e);
      }
      return false;
    } finally {
      alone.unlock();
    }
  }

  private static RawClient.Answer exchange(
      RawClient connection, String method, Kind kind, String id) throws IOException {
    String body = method.equals("POST") ? "Content-Length: 4\r\n\r\nbody" : "\r\n";
    connection.send(
        "%s /%s/%s HTTP/1.1\r\nHost: shop.localhost\r\n%s".formatted(method, kind, id, body));
    var answer = connection.read();
    if (answer.body().length() < Integer.parseInt(answer.header("content-length"))) {
      throw new IOException("half an answer");
    }
    return answer;
  }

  private boolean isFrom(RawClient.Answer answer, String id, InForce.Moment sent) {
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
}
