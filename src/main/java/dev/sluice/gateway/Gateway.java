package dev.sluice.gateway;

import static java.util.Objects.requireNonNull;

import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.gateway.access.AccessLog;
import dev.sluice.gateway.control.ControlCalls;
import dev.sluice.gateway.control.ControlServer;
import dev.sluice.gateway.control.TableFolder;
import dev.sluice.gateway.control.TableGate;
import dev.sluice.gateway.handover.Giving;
import dev.sluice.gateway.handover.Taking;
import dev.sluice.gateway.http.HttpProxy;
import dev.sluice.gateway.http.Limits;
import dev.sluice.gateway.route.Router;
import dev.sluice.gateway.route.TableOutcome;
import dev.sluice.gateway.tls.Certificates;
import dev.sluice.wire.control.ControlAnswer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One running gateway. It lives on when the engine that started it dies, and routes by the last
/// table it was given, which it also finds again on disk.
///
/// Prints nothing; logs through `System.Logger`, that is to standard error, which whoever starts
/// the process redirects to a file.
public final class Gateway {
  /// How long what is in flight may take to end when the gateway is stopped.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /// How long a gateway that was taken over from goes on for long answers, streams and tunnels.
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);

  private static final Duration DRAIN_STEP = Duration.ofMillis(200);

  /// How long it then waits until the next gateway has its figures.
  private static final Duration COLLECT_LIMIT = Duration.ofSeconds(5);

  /// How often the certificates are looked at again.
  private static final Duration CERTIFICATES_INTERVAL = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

  private final Options options;
  private final Router router = new Router(new SplittableRandom());
  private final @Nullable AccessLog accessLog;
  private final HttpProxy proxy;
  private final TableGate gate = new TableGate(router::tableNumber);
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch collected = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread stopper;
  private volatile @Nullable ControlServer controlServer;
  private volatile @Nullable Certificates certificates;
  private volatile int tlsPort;
  private volatile boolean stopNow;
  private volatile boolean handedOver;

  /// Number of the last second that is counted; known once nothing more can come.
  private volatile long lastSecond = Long.MAX_VALUE;

  /// @param host what to listen at
  /// @param port 0 for any free one
  /// @param controlSocket where the engine connects
  /// @param tableFolder where the last table is kept
  /// @param program version of the program, told to the engine
  /// @param tls where it listens for TLS as well; null for nowhere
  /// @param accessLog null when requests are not logged
  /// @param takeOver whether it gets the sockets of a gateway that runs, if one does
  public record Options(
      String host,
      int port,
      Path controlSocket,
      Path tableFolder,
      String program,
      Limits limits,
      @Nullable Tls tls,
      AccessLog.@Nullable Options accessLog,
      boolean takeOver) {
    public Options(
        String host,
        int port,
        Path controlSocket,
        Path tableFolder,
        String program,
        Limits limits,
        @Nullable Tls tls) {
      this(host, port, controlSocket, tableFolder, program, limits, tls, null, false);
    }

    /// Whether it takes over from a gateway that runs, if one does.
    public Options withTakeOver(boolean wanted) {
      return new Options(
          host, port, controlSocket, tableFolder, program, limits, tls, accessLog, wanted);
    }
  }

  /// @param port 0 for any free one
  /// @param certificates folder of PEM files; see [Certificates]
  public record Tls(String host, int port, Path certificates) {
    /// By which an engine finds out whether a running gateway was told the same.
    public String text() {
      return host + ":" + port + " " + certificates;
    }
  }

  public Gateway(Options options) {
    this.options = options;
    var logged = options.accessLog();
    this.accessLog = logged == null ? null : new AccessLog(logged);
    this.proxy = new HttpProxy(router, options.limits(), InstantSource.system(), self(), accessLog);
    this.stopper = Thread.ofPlatform().name("gateway-end").unstarted(this::endWhenAsked);
  }

  /// A process id comes again; the moment of its start does not.
  private static String self() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.currentTimeMillis());
  }

  /// Serves the last table, then listens for the engine.
  ///
  /// @return the port it listens at
  /// @throws IOException with a sentence, when the address or the control socket is taken; nothing
  ///   is left behind then
  public int start() throws IOException, InterruptedException {
    HangUp.ignore();
    try {
      if (accessLog != null) {
        accessLog.start();
      }
      var taking =
          options.takeOver() ? Taking.begin(options.controlSocket()) : Optional.<Taking>empty();
      try {
        return start(taking);
      } finally {
        taking.ifPresent(Taking::close);
      }
    } catch (IOException | RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  private int start(Optional<Taking> taking) throws IOException, InterruptedException {
    var folder = new TableFolder(options.tableFolder());
    var restored = new ArrayList<TableOutcome.InForce>();
    folder.load((number, part) -> restored.add(router.restore(number, part)));
    if (taking.isPresent()) {
      requireSameTable(taking.get());
      proxy.inherit(taking.get().listening());
    }
    int port = listen(folder, restored);
    var calls = new ControlCalls(router, proxy, folder, gate, self(port), new WholeProcess());
    controlServer =
        taking.isPresent()
            ? taking.get().complete(calls, calls::follow)
            : ControlServer.open(options.controlSocket(), calls);
    proxy.figures().start();
    stopper.start();
    return port;
  }

  private void requireSameTable(Taking taking) throws IOException {
    if (router.tableNumber() != taking.number()) {
      throw new IOException(
          "the running gateway has table %d, and %d is on disk"
              .formatted(taking.number(), router.tableNumber()));
    }
  }

  private int listen(TableFolder folder, List<TableOutcome.InForce> restored) throws IOException {
    int port = listen(options.port() == 0 ? folder.lastPort() : options.port());
    folder.notePort(port);
    var tls = options.tls();
    if (tls != null) {
      var read = Certificates.of(tls.certificates(), CERTIFICATES_INTERVAL);
      certificates = read;
      tlsPort = proxy.listen(new InetSocketAddress(tls.host(), tls.port()), read);
    }
    for (var part : restored) {
      proxy.follow(part).forEach((address, reason) -> LOG.log(System.Logger.Level.WARNING, reason));
    }
    proxy.closeInherited();
    return port;
  }

  private int listen(int port) throws IOException {
    try {
      return proxy.listen(new InetSocketAddress(options.host(), port));
    } catch (IOException e) {
      if (options.port() != 0 || port == 0) {
        throw e;
      }
      return proxy.listen(new InetSocketAddress(options.host(), 0));
    }
  }

  private ControlAnswer.Hello self(int port) {
    var tls = options.tls();
    return new ControlAnswer.Hello(
        options.program(),
        ProcessHandle.current().pid(),
        options.host(),
        port,
        0,
        tls == null ? null : tls.text(),
        accessLog == null ? null : accessLog.options().text());
  }

  /// What the control channel asks of the whole.
  private final class WholeProcess implements ControlCalls.Lifecycle {
    private final Giving giving =
        new Giving(proxy, gate, () -> requireNonNull(controlServer), this::given);

    @Override
    public void stop() {
      stopNow = true;
      stopAsked.countDown();
    }

    @Override
    public ControlAnswer handOver(Path line, Path aside) throws IOException, InterruptedException {
      return giving.begin(line, aside);
    }

    private void given() {
      LOG.log(System.Logger.Level.INFO, "Another gateway has taken over; ending what is here.");
      handedOver = true;
      stopAsked.countDown();
    }

    @Override
    public void onFiguresRead(long second) {
      if (second >= lastSecond) {
        collected.countDown();
      }
    }
  }

  /// The port it listens at for TLS; 0 when it doesn't.
  public int tlsPort() {
    return tlsPort;
  }

  /// Waits until the gateway has been stopped, by the engine or by [#stop].
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /// Takes no further connection, lets what is in flight end, then ends.
  public void stop() throws InterruptedException {
    stopNow = true;
    stopAsked.countDown();
    if (stopper.isAlive()
        && !ended.await(STOP_LIMIT.plusSeconds(10).toSeconds(), TimeUnit.SECONDS)) {
      LOG.log(System.Logger.Level.WARNING, "The gateway did not end in time");
    }
  }

  /// Goes on for those who are connected, then lets the next gateway fetch the last figures: it has
  /// them when it asks for what follows.
  private void drain() throws InterruptedException {
    long end = System.nanoTime() + DRAIN_LIMIT.toNanos();
    boolean empty = false;
    while (!empty && !stopNow && System.nanoTime() - end < 0) {
      empty = proxy.drain(DRAIN_STEP);
    }
    proxy.figures().take();
    lastSecond = proxy.figures().after(Position.START).position().second();
    var _ = collected.await(COLLECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void endWhenAsked() {
    try {
      stopAsked.await();
      if (handedOver) {
        drain();
      }
      proxy.stop(STOP_LIMIT);
      var watched = certificates;
      if (watched != null) {
        watched.close();
      }
      var control = controlServer;
      if (control != null) {
        control.close();
      }
      if (accessLog != null) {
        accessLog.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      proxy.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The control socket could not be removed", e);
    } finally {
      ended.countDown();
    }
  }
}
