package dev.sluice.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.platform.process.PortPicker.Range;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("Ports and addresses")
class PickerTest {
  private final PortPicker ports = new PortPicker(new Random());

  @Test
  @DisplayName("a port lies outside the range for outgoing connections and does not come back soon")
  void ports() throws Exception {
    var seen = new HashSet<Integer>();
    for (int i = 0; i < 200; i++) {
      int port = ports.pick();
      assertTrue(seen.add(port), "twice: " + port);
      assertTrue(port >= 10_000 && port <= 65_535);
    }
  }

  @Test
  @DisplayName("the range of ports avoids the system's own wherever that lies")
  void ranges() {
    assertEquals(new Range(20_000, 32_767), PortPicker.outside(new Range(32_768, 60_999)));
    assertEquals(new Range(20_000, 32_767), PortPicker.outside(new Range(49_152, 65_535)));
    assertEquals(new Range(50_001, 65_535), PortPicker.outside(new Range(15_000, 50_000)));
  }

  @Test
  @DisplayName("a port in use is not handed out, whatever address it is in use at")
  void busy() throws Exception {
    for (int trial = 0; trial < 20; trial++) {
      int expected = new PortPicker(new Random(trial)).pick();
      try (var _ = new ServerSocket(expected, 1, InetAddress.getLoopbackAddress())) {
        assertFalse(new PortPicker(new Random(trial)).pick() == expected);
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("R7 each version gets a loopback host of its own on the port it wants")
  void hosts() throws Exception {
    var addresses = new AddressPicker(new Random(), ports, true);
    int port = ports.pick();
    var taken = new HashSet<Endpoint>();
    for (int i = 0; i < 100; i++) {
      var address = addresses.reserve(port, Set.copyOf(taken));
      assertTrue(
          address.host().matches("127\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*"),
          address.toString());
      assertEquals(port, address.port());
      assertTrue(
          taken.stream().noneMatch(other -> other.host().equals(address.host())), "host twice");
      taken.add(address);
    }
  }

  @Test
  @DisplayName("R7 where there is only one host, each version gets a port of its own")
  void oneHost() throws Exception {
    var addresses = new AddressPicker(new Random(), ports, false);
    int port = ports.pick();
    var first = addresses.reserve(port, Set.of());
    var second = addresses.reserve(port, Set.of(first));

    assertEquals(new Endpoint("127.0.0.1", port), first);
    assertFalse(second.equals(first));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("a port that another program holds on every address is refused with what to do")
  void heldEverywhere() throws Exception {
    try (var other = new ServerSocket(0)) {
      var addresses = new AddressPicker(new Random(), ports, true);
      var refused =
          assertThrows(IOException.class, () -> addresses.reserve(other.getLocalPort(), Set.of()));
      assertTrue(refused.toString().contains("choose another port"), refused.toString());
    }
  }
}
