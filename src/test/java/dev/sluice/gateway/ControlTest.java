package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.gateway.control.ControlSocket;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  @TempDir Path directory;

  private GatewayLink link() {
    return new GatewayLink(directory.resolve("gateway.sock"));
  }

  private Gateway newGateway() {
    return new Gateway(GatewayFixture.options(directory, Limits.DEFAULT));
  }

  private static RoutingTable table(long number, VersionRoute route) {
    return new RoutingTable(
        number, List.of(GatewayFixture.service(GatewayFixture.percent(100), route)));
  }

  private static VersionRoute route(TestOrigin origin, Endpoint address) {
    return new VersionRoute(
        GatewayFixture.version(1),
        address,
        List.of(GatewayFixture.origin("shop-001-a", origin)),
        false);
  }

  @Test
  @DisplayName("hello tells program, process, address and table; nobody there is an empty answer")
  void hello() throws Exception {
    assertTrue(link().hello().isEmpty());
    var gateway = newGateway();
    int port = gateway.start();
    try (var origin = TestOrigin.answering("x")) {
      link().apply(table(7, route(origin, GatewayFixture.freeEndpoint())));
      var hello = link().hello().orElseThrow();
      assertEquals("test", hello.program());
      assertEquals(ProcessHandle.current().pid(), hello.pid());
      assertEquals(port, hello.port());
      assertEquals(7, hello.table());
      var permissions = Files.getPosixFilePermissions(directory.resolve("gateway.sock"));
      assertEquals("rw-------", PosixFilePermissions.toString(permissions));
    } finally {
      gateway.stop();
    }
    assertFalse(Files.exists(directory.resolve("gateway.sock")));
  }

  @Test
  @DisplayName("a late table is acknowledged without effect")
  void lateTable() throws Exception {
    var gateway = newGateway();
    int port = gateway.start();
    try (var one = TestOrigin.answering("one");
        var two = TestOrigin.answering("two");
        var client = new RawClient("127.0.0.1", port)) {
      var address = GatewayFixture.freeEndpoint();
      link().apply(table(5, route(one, address)));
      assertEquals(List.of(), link().apply(table(5, route(two, address))));
      assertEquals(List.of(), link().apply(table(4, route(two, address))));
      assertEquals("one", client.get("/", GatewayFixture.HOST).body());
      assertEquals(5, link().hello().orElseThrow().table());
    } finally {
      gateway.stop();
    }
  }

  @Test
  @DisplayName(
      "a held version address is reported, tried again with the next table, and closed when its version goes")
  void heldAddress() throws Exception {
    var gateway = newGateway();
    gateway.start();
    try (var origin = TestOrigin.answering("x")) {
      Endpoint address;
      try (var holder = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        address = new Endpoint("127.0.0.1", holder.getLocalPort());
        var failures = link().apply(table(1, route(origin, address)));
        assertEquals(1, failures.size());
        assertEquals(address, failures.getFirst().address());
        assertTrue(failures.getFirst().reason().contains(address.toString()), failures.toString());
      }
      assertEquals(List.of(), link().apply(table(2, route(origin, address))));
      try (var client = new RawClient("127.0.0.1", address.port())) {
        assertEquals("x", client.get("/", "any.example").body());
        link().apply(new RoutingTable(3, List.of()));
        assertTrue(client.closed());
      }
      assertThrows(IOException.class, () -> new RawClient("127.0.0.1", address.port()).close());
    } finally {
      gateway.stop();
    }
  }

  @Test
  @DisplayName(
      "a restarted gateway serves the last table before an engine speaks to it, and the link finds it")
  void keepsTable() throws Exception {
    var first = newGateway();
    first.start();
    var link = link();
    try (var origin = TestOrigin.answering("kept")) {
      link.apply(table(9, route(origin, GatewayFixture.freeEndpoint())));
      link.stop();
      first.awaitEnd();
      assertThrows(IOException.class, () -> link.figures(Position.START));
      var second = newGateway();
      int port = second.start();
      try (var client = new RawClient("127.0.0.1", port)) {
        assertEquals("kept", client.get("/", GatewayFixture.HOST).body());
        assertEquals(9, link.hello().orElseThrow().table());
        Counted.await(link, 1);
      } finally {
        second.stop();
      }
    }
  }

  @Test
  @DisplayName("a damaged table file does not keep the gateway from starting")
  void damagedFile() throws Exception {
    Files.createDirectory(directory.resolve("table"));
    Files.writeString(directory.resolve("table").resolve("shop.json"), "{\"name\":\"sh");
    var gateway = newGateway();
    gateway.start();
    assertEquals(0, link().hello().orElseThrow().table());
    gateway.stop();
  }

  @Test
  @DisplayName(
      "a second gateway on the same socket refuses to start and names the first one's process")
  void secondGateway() throws Exception {
    var gateway = newGateway();
    gateway.start();
    var refused = assertThrows(IOException.class, () -> newGateway().start());
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains(Long.toString(ProcessHandle.current().pid())));
    assertTrue(link().hello().isPresent(), "the first one lives on");
    gateway.stop();
  }

  @Test
  @DisplayName("an unknown instance is idle, and figures count answers and failures")
  void figures() throws Exception {
    try (var gateway = new GatewayFixture();
        var client = gateway.client();
        var failing =
            TestOrigin.of(
                c -> {
                  c.readRequest();
                  c.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
                  c.readRequest();
                })) {
      assertTrue(gateway.link().awaitIdle(new InstanceId("nobody"), Duration.ofSeconds(1)));
      gateway.serve(failing);
      assertEquals(500, client.get("/", GatewayFixture.HOST).status());
      failing.end();
      assertEquals(502, client.get("/", GatewayFixture.HOST).status());
      var counted = Counted.await(gateway.link(), 2);
      assertEquals(2, counted.statuses().serverErrors());
      assertEquals(List.of(1L), List.copyOf(counted.gatewayErrors().values()));
      assertEquals(Map.of(), gateway.link().figures(Position.START).inFlight());
    }
  }

  @Test
  @DisplayName(
      "the socket of a data directory with a long path has a short one, the same each time")
  void socketPath() {
    assertEquals(Path.of("/data/gateway.sock"), ControlSocket.pathFor(Path.of("/data")));
    var deep = Path.of("/data/" + "deep/".repeat(40));
    var path = ControlSocket.pathFor(deep);
    assertTrue(path.toString().length() <= 100, path.toString());
    assertEquals(path, ControlSocket.pathFor(deep));
    assertFalse(path.equals(ControlSocket.pathFor(deep.resolve("other"))));
  }
}
