package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which `Host` is the API's own.
class OwnNamesTest {
  private final OwnNames names =
      new OwnNames(
          List.of(
              ApiName.parse("Deploy.example.com"),
              ApiName.parse("front.example.com:443"),
              ApiName.parse("[fd00::9]:8443")));

  @ParameterizedTest
  @CsvSource({
    "deploy.example.com, 7400, 192.0.2.2, true",
    "DEPLOY.EXAMPLE.COM, 7400, 192.0.2.2, true",
    "deploy.example.com, 443, 192.0.2.2, false",
    "front.example.com, 443, 192.0.2.2, true",
    "front.example.com, 7400, 192.0.2.2, false",
    "192.0.2.2, 7400, 192.0.2.2, true",
    "192.0.2.2, 7401, 192.0.2.2, false",
    "192.0.2.3, 7400, 192.0.2.2, false",
    "[fd00::2], 7400, fd00:0::2, true",
    "[fd00::9], 8443, 192.0.2.2, true",
    "[fd00::9], 7400, 192.0.2.2, false",
    "127.0.0.1, 7400, 192.0.2.2, false",
    "localhost, 7400, 192.0.2.2, false",
    "localhost, 7400, 127.0.0.1, true",
    "[::1], 7400, 127.0.0.1, true",
    "evil.example, 7400, 127.0.0.1, false",
    "deploy.example.com.evil.example, 7400, 192.0.2.2, false",
    "deploy.example.com., 7400, 192.0.2.2, false",
    "192.0.2.2.evil.example, 7400, 192.0.2.2, false",
    "3221225986, 7400, 192.0.2.2, true",
  })
  @DisplayName("the names given and the address a connection came to, each with its port; no other")
  void own(String host, int port, String local, boolean own) throws Exception {
    var here = new InetSocketAddress(InetAddress.getByName(local), 7400);

    assertEquals(own, names.contain(host, port, here));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "https://x", "x/y", "-", "x:y", "[fd00::2", "x:123456"})
  @DisplayName("what is no name is refused")
  void noName(String text) {
    assertThrows(IllegalArgumentException.class, () -> ApiName.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "deploy.example.com, deploy.example.com:7400",
    "deploy.example.com:443, deploy.example.com:443",
    "fd00::2, '[fd00:0:0:0:0:0:0:2]:7400'",
    "'[fd00::2]:443', '[fd00:0:0:0:0:0:0:2]:443'",
    "fe80::1%1, '[fe80:0:0:0:0:0:0:1]:7400'",
  })
  @DisplayName("a name stands in a URL with its port")
  void authority(String text, String expected) {
    assertEquals(expected, ApiName.parse(text).authority(7400));
  }
}
