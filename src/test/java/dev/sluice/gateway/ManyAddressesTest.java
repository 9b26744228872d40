package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.engine.port.TrafficRouter.AddressFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// More versions than a gateway can listen for.
@EnabledOnOs(OS.LINUX)
class ManyAddressesTest {
  private static final int FILES = 400;
  private static final int VERSIONS = 300;

  @TempDir Path directory;
  private int port;

  private VersionRoute version(int number, TestOrigin origin) {
    var host = "127.64." + number / 200 + "." + (1 + number % 200);
    return new VersionRoute(
        GatewayFixture.version(number),
        new Endpoint(host, port),
        List.of(GatewayFixture.origin(GatewayFixture.version(number) + "-a", origin)),
        false);
  }

  private List<AddressFailure> apply(GatewayProcess gateway, long table, int first, TestOrigin o)
      throws Exception {
    var versions = IntStream.rangeClosed(1, VERSIONS).filter(i -> i == 1 || i >= first);
    var service =
        GatewayFixture.service(
            GatewayFixture.percent(100),
            versions.mapToObj(i -> version(i, o)).toArray(VersionRoute[]::new));
    return gateway.link().apply(new RoutingTable(table, List.of(service)));
  }

  private static boolean answers(Endpoint address) {
    try (var client = new RawClient(address.host(), address.port())) {
      return client.get("/", "any.example").body().equals("x");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @DisplayName("R7 what cannot be listened on is reported, the rest works, and it is tried again")
  void tooMany() throws Exception {
    port = GatewayFixture.freeEndpoint().port();
    try (var gateway = GatewayProcess.withFiles(directory, FILES);
        var origin = TestOrigin.answering("x")) {
      var failures = apply(gateway, 1, 2, origin);
      assertEquals(VERSIONS - FILES / 2, failures.size(), "half of the files are for connections");
      assertTrue(failures.getFirst().reason().contains("ulimit -n"), failures.toString());
      var closed = failures.stream().map(AddressFailure::address).collect(Collectors.toSet());
      for (int number : new int[] {1, VERSIONS / 2, VERSIONS}) {
        var version = version(number, origin);
        try (var client = new RawClient("127.0.0.1", gateway.port())) {
          assertEquals("x", client.get("/", version.name() + ".shop.localhost").body());
        }
        assertEquals(!closed.contains(version.address()), answers(version.address()));
      }
      assertThrows(
          IOException.class, () -> new RawClient(failures.getFirst().address().host(), port));

      assertEquals(List.of(), apply(gateway, 2, 150, origin), "said once");
      for (long table = 3; table < 10; table++) {
        assertEquals(List.of(), apply(gateway, table, 150, origin));
      }
      for (int number = 150; number <= VERSIONS; number++) {
        assertTrue(answers(version(number, origin).address()), "version " + number);
      }
    }
  }
}
