package dev.sluice.bench.gateway;

import dev.sluice.launch.SteadyClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Requests at a steady pace over kept connections. Who comes late does not catch up more than one.
public final class PacedLoad implements AutoCloseable {
  private static final int CONNECTIONS = 10;

  private final URI gateway;
  private final String host;
  private final long everyNanos;
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final long begun = System.nanoTime();
  private volatile boolean over;

  /// @param perSecond requests on all connections together
  public PacedLoad(URI gateway, String host, int perSecond) {
    this.gateway = gateway;
    this.host = host;
    this.everyNanos = TimeUnit.SECONDS.toNanos(CONNECTIONS) / perSecond;
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(Thread.ofVirtual().start(this::run));
    }
  }

  private void run() {
    while (!over) {
      try (var connection = new SteadyClient.Connection(gateway, host)) {
        long next = System.nanoTime();
        while (!over) {
          (connection.get("/").status() == 200 ? answered : failed).increment();
          next = Math.max(next + everyNanos, System.nanoTime() - everyNanos);
          LockSupport.parkNanos(next - System.nanoTime());
        }
      } catch (IOException e) {
        failed.increment();
      }
    }
  }

  public void awaitAnswered(long requests) throws InterruptedException {
    while (answered.sum() < requests) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  public double perSecond() {
    return answered.sum() * 1e9 / (System.nanoTime() - begun);
  }

  /// Not answered with 200.
  public long failed() {
    return failed.sum();
  }

  /// How busy the computer is: the mean of the last minute and of the last five.
  public static String loadAverage() throws IOException {
    var means = Files.readString(Path.of("/proc/loadavg")).split(" ", 3);
    return means[0] + " and " + means[1];
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
