package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Large bodies by HTTP/2 from end to end; see [GatewayMemoryTest] for HTTP/1.1.
@EnabledOnOs(value = OS.LINUX, disabledReason = "memory is read from /proc")
class Http2LargeBodiesTest {
  private static final long PART = 256L << 20;
  private static final long TWO_GIB = 2L << 30;

  /// The program alone has half of it.
  private static final int FLAT_MIB = 180;

  private static final int WINDOW = 1 << 20;

  @TempDir Path directory;

  @Test
  @DisplayName("256 MiB each way by HTTP/2 are whole and cost no memory")
  void part() throws Exception {
    bothWays(PART);
  }

  @Test
  @Tag("gate")
  @DisplayName("2 GiB each way by HTTP/2 are whole and cost no memory")
  void whole() throws Exception {
    bothWays(TWO_GIB);
  }

  private void bothWays(long bytes) throws Exception {
    var settings = Http2Settings.defaultSettings().initialWindowSize(WINDOW);
    try (var gateway = new GatewayProcess(directory);
        var origin =
            new Http2Origin(
                settings,
                stream -> {
                  var head = stream.readHead();
                  if (head.isEndStream()) {
                    stream.head(new DefaultHttp2Headers().status("200"), false);
                    stream.sendZeros(bytes);
                  } else {
                    stream.answer("" + stream.readLength());
                  }
                })) {
      gateway.serve(GatewayFixture.origin("shop-001-a", origin));
      try (var client = new Http2Client(gateway.port(), null, settings)) {
        assertEquals(bytes, client.open(client.head("GET", "/"), true).readLength());
        var upload = client.open(client.head("POST", "/"), false);
        upload.sendZeros(bytes);
        assertEquals("" + bytes, upload.read().body());
      }
      assertTrue(gateway.peakMiB() < FLAT_MIB, gateway.peakMiB() + " MiB");
    }
  }
}
