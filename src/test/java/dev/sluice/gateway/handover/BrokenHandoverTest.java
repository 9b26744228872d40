package dev.sluice.gateway.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.gateway.Gateway;
import dev.sluice.gateway.control.ControlServer;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.http.Limits;
import dev.sluice.gateway.route.TestRoutes;
import dev.sluice.wire.control.ControlAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The new gateway dies at each step of taking over; its part is played by hand.
@EnabledOnOs(OS.LINUX)
class BrokenHandoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Gateway gateway;
  private GatewayLink link;
  private Path socket;
  private Path aside;
  private int port;
  private long table;

  @BeforeEach
  void start() throws Exception {
    socket = directory.resolve("gateway.sock");
    aside = directory.resolve("aside.sock");
    gateway =
        new Gateway(
            new Gateway.Options(
                "127.0.0.1", 0, socket, directory.resolve("table"), "old", Limits.DEFAULT, null));
    port = gateway.start();
    link = new GatewayLink(socket);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
  }

  /// The gateway alone serves: new connections, and changes of the table.
  private void assertServesAlone() throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!serves()) {
      assertTrue(System.nanoTime() - end < 0, "it does not serve again");
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertEquals("old", link.hello().orElseThrow().program());
    assertFalse(Files.exists(aside));
    for (int i = 0; i < 20; i++) {
      assertTrue(ask().startsWith("HTTP/1.1 503"), "every new connection is answered");
    }
  }

  private boolean serves() throws InterruptedException {
    try {
      link.apply(new RoutingTable(++table, List.of(TestRoutes.service("shop", 0, 0, 100))));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String ask() throws IOException {
    try (var client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      client.setSoTimeout((int) LIMIT.toMillis());
      client
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Line askForSockets() throws Exception {
    var path = directory.resolve("line");
    var line = Line.listen(path);
    ControlAnswer.Handing handing = link.handOver(path, aside);
    assertTrue(handing.listening().contains("main"));
    assertEquals(handing.listening().size(), line.take(handing.listening().size(), LIMIT).size());
    return line;
  }

  @Test
  @DisplayName("before it has the sockets: the old one goes on")
  void nobodyWaits() throws Exception {
    assertThrows(IOException.class, () -> link.handOver(directory.resolve("nobody"), aside));
    assertServesAlone();
  }

  @Test
  @DisplayName("with the sockets, before it serves: the old one goes on, and takes changes again")
  void beforeRelease() throws Exception {
    askForSockets().close();
    assertServesAlone();
  }

  @Test
  @DisplayName("when the old one has stopped to accept: it accepts again")
  void afterRelease() throws Exception {
    try (var line = askForSockets()) {
      line.send(Line.Signal.RELEASE);
      line.await(Line.Signal.RELEASED, LIMIT);
    }
    assertServesAlone();
  }

  @Test
  @DisplayName("when engines are led to it already: the old one takes its control socket back")
  void afterRename() throws Exception {
    try (var line = askForSockets()) {
      line.send(Line.Signal.RELEASE);
      line.await(Line.Signal.RELEASED, LIMIT);
      Files.createLink(aside, socket);
      var next = directory.resolve("next.sock");
      ControlServer.bind(next, _ -> new ControlAnswer.Failed("dead")).close();
      Files.createFile(next);
      Files.move(next, socket, StandardCopyOption.ATOMIC_MOVE);
      assertTrue(link.hello().isEmpty(), "nobody answers there");
    }
    assertServesAlone();
  }

  @Test
  @DisplayName("no change of the table is made while a handover is under way")
  void heldBack() throws Exception {
    try (var line = askForSockets()) {
      line.send(Line.Signal.RELEASE);
      line.await(Line.Signal.RELEASED, LIMIT);
      long before = link.hello().orElseThrow().table();
      assertFalse(serves(), "it is held back, then refused");
      assertEquals(before, link.hello().orElseThrow().table());
    }
    assertServesAlone();
  }

  @Test
  @DisplayName("the old one dies: the new one goes on alone with its sockets")
  void oldDies() throws Exception {
    // Not the process, which is ours, but all that can be seen of it.
    var taking = Taking.begin(socket).orElseThrow();
    assertTrue(taking.listening().containsKey("main"));
    gateway.stop();
    ControlServer server;
    try (taking) {
      server =
          taking.complete(
              _ -> new ControlAnswer.Failed("new"), _ -> assertFalse(true, "it is dead"));
    }
    var refused = assertThrows(IOException.class, () -> link.totals());
    assertTrue(String.valueOf(refused.getMessage()).contains("new"), refused.getMessage());
    server.close();
  }
}
