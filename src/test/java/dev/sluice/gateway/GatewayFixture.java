package dev.sluice.gateway;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.port.TrafficRouter.AddressFailure;
import dev.sluice.gateway.access.AccessLog;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A real gateway on a free port with one service, `shop`, spoken to over its control channel.
public final class GatewayFixture implements AutoCloseable {
  static final String HOST = "shop.localhost";
  private static final ServiceName SHOP = new ServiceName("shop");

  private final Path directory;
  private final Gateway gateway;
  private final GatewayLink link;
  private final int port;
  private final AtomicLong tableNumber = new AtomicLong();
  private final Map<Integer, Endpoint> addresses = new TreeMap<>();

  public GatewayFixture() throws IOException, InterruptedException {
    this(Limits.DEFAULT);
  }

  public GatewayFixture(Limits limits) throws IOException, InterruptedException {
    this(Files.createTempDirectory("sluice-gateway"), limits, null);
  }

  /// That logs requests.
  ///
  /// @param every one request in so many
  static GatewayFixture logging(int every) throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("sluice-gateway");
    var log = new AccessLog.Options(directory.resolve("access.log"), every, 1 << 20, 3);
    return new GatewayFixture(directory, Limits.DEFAULT, log);
  }

  private GatewayFixture(Path directory, Limits limits, AccessLog.@Nullable Options log)
      throws IOException, InterruptedException {
    this.directory = directory;
    gateway = new Gateway(options(directory, limits, log));
    port = gateway.start();
    link = new GatewayLink(directory.resolve("gateway.sock"));
  }

  static Gateway.Options options(Path directory, Limits limits) {
    return options(directory, limits, null);
  }

  private static Gateway.Options options(
      Path directory, Limits limits, AccessLog.@Nullable Options log) {
    return new Gateway.Options(
        "127.0.0.1",
        0,
        directory.resolve("gateway.sock"),
        directory.resolve("table"),
        "test",
        limits,
        null,
        log,
        false);
  }

  Path directory() {
    return directory;
  }

  GatewayLink link() {
    return link;
  }

  int port() {
    return port;
  }

  RawClient client() throws IOException {
    return new RawClient("127.0.0.1", port);
  }

  /// A user agent that speaks HTTP/2 from the first byte.
  Http2Client http2Client() throws Exception {
    return new Http2Client(port());
  }

  static VersionName version(int number) {
    return new VersionName(SHOP, number);
  }

  static Origin origin(String instance, TestOrigin at) {
    return origin(instance, 1, at);
  }

  static Origin origin(String instance, int revision, TestOrigin at) {
    return new Origin(new InstanceId(instance), new Revision(revision), at.endpoint());
  }

  static Origin origin(String instance, Http2Origin at) {
    return new Origin(new InstanceId(instance), new Revision(1), at.endpoint(), Protocol.H2C);
  }

  /// A version with these instances; its address stays the same.
  VersionRoute route(int number, Origin... origins) throws IOException {
    if (!addresses.containsKey(number)) {
      addresses.put(number, freeEndpoint());
    }
    return new VersionRoute(version(number), address(number), List.of(origins), false);
  }

  Endpoint address(int number) {
    var address = addresses.get(number);
    if (address == null) {
      throw new IllegalStateException("no version " + number);
    }
    return address;
  }

  static Endpoint freeEndpoint() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return new Endpoint("127.0.0.1", probe.getLocalPort());
    }
  }

  static TrafficPolicy percent(int... shares) {
    var percent = new TreeMap<VersionName, Percent>();
    for (int i = 0; i < shares.length; i++) {
      percent.put(version(i + 1), new Percent(shares[i]));
    }
    return new TrafficPolicy.ByPercent(percent);
  }

  static ServiceRoute service(TrafficPolicy policy, VersionRoute... versions) {
    return new ServiceRoute(SHOP, Set.of(HOST), true, true, policy, List.of(versions));
  }

  List<AddressFailure> apply(TrafficPolicy policy, VersionRoute... versions)
      throws IOException, InterruptedException {
    return apply(service(policy, versions));
  }

  List<AddressFailure> apply(ServiceRoute service) throws IOException, InterruptedException {
    return link.apply(new RoutingTable(tableNumber.incrementAndGet(), List.of(service)));
  }

  /// Sends all traffic to version 1 on this one instance.
  void serve(TestOrigin origin) throws IOException, InterruptedException {
    apply(percent(100), route(1, origin("shop-001-a", origin)));
  }

  /// As above.
  ///
  /// @return version 1's own address, where no host name is looked up
  public Endpoint serve(Endpoint origin) throws IOException, InterruptedException {
    apply(
        percent(100), route(1, new Origin(new InstanceId("shop-001-a"), new Revision(1), origin)));
    return address(1);
  }

  /// Lets what is in flight end.
  void stop() {
    try {
      gateway.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// As above, for one that speaks HTTP/2.
  void serve(Http2Origin origin) throws IOException, InterruptedException {
    apply(percent(100), route(1, origin("shop-001-a", origin)));
  }

  @Override
  public void close() throws IOException {
    stop();
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(directory)) {
      walk.forEach(files::add);
    }
    for (var file : files.reversed()) {
      Files.deleteIfExists(file);
    }
  }
}
