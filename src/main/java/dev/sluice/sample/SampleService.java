package dev.sluice.sample;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A small HTTP server whose answer names the version and instance that gave it, and that can be
/// made to misbehave through its environment:
///
/// | variable | does |
/// |---|---|
/// | `PORT` | the port to listen on, at 127.0.0.1; required |
/// | `SAMPLE_LABEL` | a text that answers carry |
/// | `SAMPLE_START_DELAY_MS` | listens that much later |
/// | `SAMPLE_FAIL_START` | the n-th start of this version and revision fails with exit code 1 |
/// | `SAMPLE_STATE_DIR` | where starts are counted; by default a folder for the engine in `sluice-sample-<user>` in the temporary directory |
/// | `SAMPLE_EXIT_AFTER_MS` | exits with code 3 after that time |
/// | `SAMPLE_ERROR_PERCENT` | that share of the answers at `/` is a 500 |
/// | `SAMPLE_LATENCY_MS` | answers at `/` that much later |
///
/// Paths: `/`, `/healthz`, `/echo` (the body back), `/slow?ms=`, `/stream` (ten lines in a second).
public final class SampleService {
  private static final int GRACE_SECONDS = 30;

  private final SampleSettings settings;
  private final PrintStream log;

  private SampleService(SampleSettings settings, PrintStream log) {
    this.settings = settings;
    this.log = log;
  }

  /// Runs until SIGTERM, on which it finishes the requests in flight.
  ///
  /// @return the exit code: 0 after SIGTERM, 1 when it could not start, 2 for a bad variable, which
  ///   standard error explains, 3 when `SAMPLE_EXIT_AFTER_MS` is over
  public static int run(Map<String, String> environment) throws InterruptedException {
    return run(environment, System.out, System.err);
  }

  static int run(Map<String, String> environment, PrintStream log, PrintStream errors)
      throws InterruptedException {
    try {
      return new SampleService(SampleSettings.of(environment), log).run();
    } catch (IllegalArgumentException e) {
      errors.println("sluice sample: " + e.getMessage() + ".");
      return 2;
    } catch (IOException e) {
      log.println("error: cannot start: " + e.getMessage());
      return 1;
    }
  }

  private int run() throws IOException, InterruptedException {
    if (settings.failStart() > 0) {
      int start = StartCount.next(settings);
      if (start == settings.failStart()) {
        log.printf("error: start %d fails because SAMPLE_FAIL_START asks for it%n", start);
        return 1;
      }
    }
    Thread.sleep(settings.startDelay());
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      return serve(workers);
    }
  }

  private int serve(ExecutorService workers) throws IOException, InterruptedException {
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), settings.port()), 1024);
    server.createContext("/", new SampleHandler(settings, new SplittableRandom(), log));
    server.setExecutor(workers);
    server.start();
    var hook = stopOnSignal(server);
    log.printf(
        "started: %s revision %s instance %s pid %d on port %d, label '%s'%n",
        settings.version(),
        settings.revision(),
        settings.instance(),
        ProcessHandle.current().pid(),
        settings.port(),
        settings.label());
    boolean timed = awaitEnd();
    if (timed) {
      log.println("error: exits because SAMPLE_EXIT_AFTER_MS is over");
      Runtime.getRuntime().removeShutdownHook(hook);
      server.stop(0);
    }
    return timed ? 3 : 0;
  }

  /// Finishes what is in flight; then the process is to exit with 0, although the signal would make
  /// it 143.
  private static Thread stopOnSignal(HttpServer server) {
    var hook =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  server.stop(GRACE_SECONDS);
                  Runtime.getRuntime().halt(0);
                });
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  /// Whether the time to live has passed; without one, waits for ever.
  private boolean awaitEnd() throws InterruptedException {
    var never = new CountDownLatch(1);
    if (settings.exitAfter().isZero()) {
      never.await();
    }
    return !never.await(settings.exitAfter().toMillis(), TimeUnit.MILLISECONDS);
  }
}
