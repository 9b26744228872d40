package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What must not pass from HTTP/2 to an origin: it is answered with 400 or more, or its stream is
/// reset; the origin never sees it and the connection stays.
class Http2MalformedTest {
  private static GatewayFixture gateway;
  private static TestOrigin origin;

  @BeforeAll
  static void start() throws Exception {
    gateway = new GatewayFixture();
    origin = TestOrigin.answering("hello");
    gateway.serve(origin);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    origin.close();
  }

  private static Arguments bad(String name, Consumer<Http2Headers> change) {
    return Arguments.of(name, change, null);
  }

  private static Arguments field(String name, String field, String value) {
    return bad(name, head -> head.add(field, value));
  }

  private static Arguments body(String name, String length, String body) {
    Consumer<Http2Headers> change = head -> head.method("POST").add("content-length", length);
    return Arguments.of(name, change, body);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        field("connection", "connection", "close"),
        field("connection naming a field", "connection", "x-a"),
        field("keep-alive", "keep-alive", "5"),
        field("proxy-connection", "proxy-connection", "close"),
        field("transfer-encoding", "transfer-encoding", "chunked"),
        field("upgrade", "upgrade", "websocket"),
        field("te other than trailers", "te", "gzip"),
        field("capital in a name", "X-A", "b"),
        field("space in a name", "x a", "b"),
        field("colon in a name", "x:a", "b"),
        field("line end in a name", "x\r\ny", "b"),
        field("empty name", "", "b"),
        field("line end in a value", "x-a", "b\r\nx-b: c"),
        field("request in a value", "x-a", "b\r\n\r\nGET /evil HTTP/1.1\r\nhost: shop.localhost"),
        field("bare LF in a value", "x-a", "b\nc"),
        field("bare CR in a value", "x-a", "b\rc"),
        field("NUL in a value", "x-a", "b\0c"),
        field("control in a value", "x-a", "b\u0001c"),
        field("space before a value", "x-a", " b"),
        field("tab after a value", "x-a", "b\t"),
        field("other host", "host", "other.localhost"),
        field("unknown pseudo-header", ":unknown", "a"),
        field("status in a request", ":status", "200"),
        field("second path", ":path", "/other"),
        field("second method", ":method", "POST"),
        field("second authority", ":authority", "other.localhost"),
        field("two lengths", "content-length", "0, 1"),
        field("length without a body", "content-length", "5"),
        field("negative length", "content-length", "-1"),
        field("length with plus", "content-length", "+0"),
        bad(
            "lengths that differ",
            head -> head.add("content-length", "0").add("content-length", "1")),
        bad("no method", head -> head.remove(":method")),
        bad("no path", head -> head.remove(":path")),
        bad("no scheme", head -> head.remove(":scheme")),
        bad("neither authority nor host", head -> head.remove(":authority")),
        bad("empty path", head -> head.path("")),
        bad("path without slash", head -> head.path("a")),
        bad("absolute path", head -> head.path("http://shop.localhost/")),
        bad("space in path", head -> head.path("/a b")),
        bad("request in path", head -> head.path("/ HTTP/1.1\r\nx: y")),
        bad("fragment in path", head -> head.path("/a#b")),
        bad("byte above ASCII in path", head -> head.path("/\u00e9")),
        bad("asterisk for GET", head -> head.path("*")),
        bad("other scheme", head -> head.scheme("https")),
        bad("strange scheme", head -> head.scheme("ftp")),
        bad("user in authority", head -> head.authority("a@shop.localhost")),
        bad("path in authority", head -> head.authority("shop.localhost/a")),
        bad("empty authority", head -> head.authority("")),
        bad("space in method", head -> head.method("GET /evil")),
        bad("line end in method", head -> head.method("GET\r\n")),
        bad("empty method", head -> head.method("")),
        bad("CONNECT", head -> head.method("CONNECT")),
        body("body longer than its length", "3", "hello"),
        body("body shorter than its length", "9", "hello"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  @DisplayName("a malformed request never reaches the origin, and others go on")
  void neverReachesTheOrigin(String name, Consumer<Http2Headers> change, String body)
      throws Exception {
    try (var client = new Http2Client(gateway.port())) {
      int before = origin.requests().size();
      var head = client.head("GET", "/" + name.replace(' ', '-'));
      change.accept(head);
      var stream = client.open(head, body == null);
      if (body != null) {
        stream.send(body, true);
      }
      var answer = stream.read();
      assertTrue(answer.status() >= 400 || answer.reset() > 0, answer.toString());
      assertEquals("hello", client.get("/").body(), "the connection stays");
      if (body == null) {
        assertEquals(before + 1, origin.requests().size());
      } else {
        // It began to arrive before it turned out wrong, and was broken off.
        assertTrue(origin.requests().stream().noneMatch(request -> request.endsWith(body + body)));
      }
    }
  }
}
