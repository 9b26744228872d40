package dev.sluice.gateway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.gateway.access.AccessLog;
import dev.sluice.gateway.figures.Figures;
import dev.sluice.gateway.figures.LoopFigures;
import dev.sluice.gateway.route.Router;
import dev.sluice.gateway.route.TableOutcome;
import dev.sluice.gateway.tls.Certificates;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The data plane: listens at the gateway's address and at those of the versions, and proxies by
/// what its [Router] chooses. Methods may block; called by one thread at a time.
public final class HttpProxy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpProxy.class.getName());
  private static final String MAIN = "main";
  private static final String SECURE = "tls";

  /// Of the addresses that could not be listened on; each change tries some.
  private static final int MOST_TRIED_AGAIN = 32;

  /// For WebSockets to be closed with a word.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Transport transport = Transport.best();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(), transport.handler());
  private final Map<EventExecutor, OriginWays> pools = new HashMap<>();
  private final Map<Endpoint, Listener> versionListeners = new HashMap<>();
  private final Map<String, Integer> inherited = new HashMap<>();

  /// Wanted, but not to be listened on.
  private final Set<Endpoint> failed = new LinkedHashSet<>();

  private final int mostVersionListeners = mostVersionListeners();
  private final ProxyContext context;
  private final Figures figures;
  private @Nullable Listener main;
  private @Nullable Listener secure;

  /// @param gateway what tells this process's figures from those of another
  /// @param log null when requests are not logged
  public HttpProxy(
      Router router, Limits limits, InstantSource clock, String gateway, @Nullable AccessLog log) {
    var counted = new HashMap<EventExecutor, LoopFigures>();
    var ledgers = new HashMap<EventExecutor, Ledger>();
    for (EventExecutor loop : loops) {
      var ofLoop = new LoopFigures();
      counted.put(loop, ofLoop);
      ledgers.put(loop, new Ledger(ofLoop, log, clock));
      var own = (EventLoop) loop;
      pools.put(
          loop,
          new OriginWays(
              new OriginPool(own, transport.client(), limits),
              new Http2OriginPool(own, transport.client(), limits)));
    }
    this.context =
        new ProxyContext(
            router, limits, clock, Map.copyOf(pools), Map.copyOf(ledgers), new AtomicBoolean());
    this.figures = new Figures(router, gateway, counted, log == null ? () -> 0 : log::dropped);
  }

  /// What it counts.
  public Figures figures() {
    return figures;
  }

  /// Sockets that another gateway listens on; where an address is among them, it is listened on
  /// with them. To be called before anything is listened on.
  public void inherit(Map<String, Integer> files) {
    inherited.putAll(files);
  }

  /// Closes what was inherited and not needed.
  public void closeInherited() {
    for (int file : inherited.values()) {
      try {
        new FileDescriptor(file).close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "An inherited socket can't be closed", e);
      }
    }
    inherited.clear();
  }

  /// What is listened on, for [#inherit] in another process: by name, the open socket.
  public Map<String, Integer> listening() {
    var files = new LinkedHashMap<String, Integer>();
    listeners()
        .forEach((name, listener) -> listener.file().ifPresent(file -> files.put(name, file)));
    return files;
  }

  private Map<String, Listener> listeners() {
    var all = new LinkedHashMap<String, Listener>();
    if (main != null) {
      all.put(MAIN, main);
    }
    if (secure != null) {
      all.put(SECURE, secure);
    }
    versionListeners.forEach((address, listener) -> all.put(address.toString(), listener));
    return all;
  }

  /// Takes connections, or leaves them to another process that listens on the same sockets.
  public void accept(boolean wanted) {
    listeners().values().forEach(listener -> listener.accept(wanted));
    // What was taken before is known to its listener only once its event loop has seen it.
    for (EventExecutor loop : loops) {
      var _ = loop.submit(() -> {}).awaitUninterruptibly();
    }
  }

  /// Starts to listen at the gateway's own address.
  ///
  /// @return the port, which matters when 0 (any free one) was asked for
  /// @throws IOException when it can't, with the reason
  public int listen(InetSocketAddress address) throws IOException {
    var listener =
        Listener.open(address, null, null, loops, transport, context, inherited.remove(MAIN));
    main = listener;
    return listener.port();
  }

  /// Starts to listen for TLS as well.
  ///
  /// @return the port
  /// @throws IOException when it can't, with the reason
  public int listen(InetSocketAddress address, Certificates certificates) throws IOException {
    var listener =
        Listener.open(
            address, null, certificates, loops, transport, context, inherited.remove(SECURE));
    secure = listener;
    return listener.port();
  }

  /// Makes listeners and pooled connections agree with a change of the router's table. Addresses
  /// that could not be listened on before are tried again, some at a time, while there may be more.
  ///
  /// @return why, for each version address that is new and can't be listened on
  public Map<Endpoint, String> follow(TableOutcome.InForce change) {
    change.closed().forEach(this::close);
    if (!change.abandoned().isEmpty()) {
      pools.forEach((loop, pool) -> loop.execute(() -> pool.drop(change.abandoned())));
    }
    if (context.stopping().get()) {
      return Map.of();
    }
    for (var address : failed.stream().limit(MOST_TRIED_AGAIN).toList()) {
      if (mayOpenMore()) {
        failed.remove(address);
        if (open(address).isPresent()) {
          failed.add(address); // Behind the others.
        }
      }
    }
    var failures = new HashMap<Endpoint, String>();
    for (var address : change.opened()) {
      open(address).ifPresent(reason -> failures.put(address, reason));
    }
    failed.addAll(failures.keySet());
    return failures;
  }

  private void close(Endpoint address) {
    failed.remove(address);
    var listener = versionListeners.remove(address);
    if (listener != null) {
      listener.close();
    }
  }

  private Optional<String> open(Endpoint address) {
    if (!mayOpenMore()) {
      return Optional.of(
          "more than "
              + mostVersionListeners
              + " would leave too few of the files that the gateway may open for connections;"
              + " allow it more (ulimit -n)");
    }
    try {
      var at = new InetSocketAddress(address.host(), address.port());
      var file = inherited.remove(address.toString());
      versionListeners.put(
          address, Listener.open(at, address, null, loops, transport, context, file));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean mayOpenMore() {
    return versionListeners.size() < mostVersionListeners;
  }

  /// Half of what the system allows this process to open.
  private static int mostVersionListeners() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(Integer.MAX_VALUE, unix.getMaxFileDescriptorCount() / 2)
        : Integer.MAX_VALUE;
  }

  /// Takes no further connection, lets what is in flight end for at most `limit`, and closes the
  /// rest. WebSockets are told at once.
  public void stop(Duration limit) throws InterruptedException {
    context.stopping().set(true);
    var listeners = listeners().values();
    listeners.forEach(Listener::close);
    listeners.forEach(Listener::endWebSockets);
    long end = System.nanoTime() + limit.toNanos();
    for (var listener : listeners) {
      listener.awaitEmpty(Duration.ofNanos(end - System.nanoTime()));
    }
    listeners.forEach(Listener::endTunnels);
    long last = System.nanoTime() + FAREWELL.toNanos();
    for (var listener : listeners) {
      listener.awaitEmpty(Duration.ofNanos(last - System.nanoTime()));
    }
    close();
  }

  /// Takes no further connection and answers what still comes on the present ones, each time for
  /// the last time on that connection. Who is only silent is not cut off: its next request may be
  /// on its way.
  ///
  /// @param limit to wait for; may be called again
  /// @return whether no connection is left
  public boolean drain(Duration limit) throws InterruptedException {
    context.stopping().set(true);
    var listeners = List.copyOf(listeners().values());
    listeners.forEach(Listener::leave);
    long end = System.nanoTime() + limit.toNanos();
    for (var listener : listeners) {
      listener.awaitEmpty(Duration.ofNanos(end - System.nanoTime()));
    }
    return listeners.stream().allMatch(Listener::empty);
  }

  /// Closes everything at once.
  @Override
  public void close() {
    figures.close();
    var ended = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    boolean inTime = ended.awaitUninterruptibly(5, TimeUnit.SECONDS);
    if (!inTime) {
      System.getLogger(HttpProxy.class.getName())
          .log(System.Logger.Level.WARNING, "Event loops did not end in time");
    }
  }
}
