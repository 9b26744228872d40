package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What may pass and what must not: bytes in, status out. A refused request closes the connection
/// and never reaches the origin.
class FramingTest {
  private static final String H = "Host: shop.localhost\r\n";
  private static final String TE = "Transfer-Encoding: chunked\r\n";

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

  private static Arguments bad(int status, String name, String request) {
    return Arguments.of(name, request, status);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bad(400, "length and coding", "POST / HTTP/1.1\r\n" + H + TE + "Content-Length: 5\r\n\r\n"),
        bad(
            400,
            "coding and length",
            "POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\n" + TE + "\r\n"),
        bad(400, "two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
        bad(400, "two equal lengths", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")),
        bad(400, "list of lengths", post("Content-Length: 5, 5\r\n", "hello")),
        bad(400, "negative length", post("Content-Length: -5\r\n", "")),
        bad(400, "plus length", post("Content-Length: +5\r\n", "hello")),
        bad(400, "hexadecimal length", post("Content-Length: 0x5\r\n", "hello")),
        bad(400, "empty length", post("Content-Length:\r\n", "")),
        bad(400, "huge length", post("Content-Length: 99999999999999999999\r\n", "")),
        bad(400, "folded header", get("X-A: b\r\n c\r\n")),
        bad(400, "folded by tab", get("X-A: b\r\n\tc\r\n")),
        bad(400, "space before first header", "GET / HTTP/1.1\r\n Host: shop.localhost\r\n\r\n"),
        bad(400, "space before colon", get("X-A : b\r\n")),
        bad(400, "tab before colon", get("X-A\t: b\r\n")),
        bad(400, "header without colon", get("nonsense\r\n")),
        bad(400, "header without name", get(": b\r\n")),
        bad(400, "NUL in value", get("X-A: b\0c\r\n")),
        bad(400, "NUL in name", get("X\0A: b\r\n")),
        bad(400, "CR in value", get("X-A: b\rc\r\n")),
        bad(400, "control in value", get("X-A: b\u0001c\r\n")),
        bad(400, "DEL in value", get("X-A: b\u007fc\r\n")),
        bad(400, "bare LF after request line", "GET / HTTP/1.1\n" + H + "\r\n"),
        bad(400, "bare LF after header", "GET / HTTP/1.1\r\nHost: shop.localhost\n\r\n"),
        bad(400, "bare LF at end of head", "GET / HTTP/1.1\r\n" + H + "\n"),
        bad(400, "CR alone", "GET / HTTP/1.1\r" + H),
        bad(400, "no host", "GET / HTTP/1.1\r\n\r\n"),
        bad(400, "two hosts", get("Host: other.localhost\r\n")),
        bad(400, "two equal hosts", get(H)),
        bad(400, "empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        bad(400, "host with path", "GET / HTTP/1.1\r\nHost: shop.localhost/a\r\n\r\n"),
        bad(400, "host with user", "GET / HTTP/1.1\r\nHost: a@shop.localhost\r\n\r\n"),
        bad(400, "host list", "GET / HTTP/1.1\r\nHost: shop.localhost, b\r\n\r\n"),
        bad(400, "host with bad port", "GET / HTTP/1.1\r\nHost: shop.localhost:x\r\n\r\n"),
        bad(
            400,
            "absolute form of another host",
            "GET http://b.localhost/ HTTP/1.1\r\n" + H + "\r\n"),
        bad(
            400,
            "absolute form with user",
            "GET http://a@shop.localhost/ HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "absolute form of https", "GET https://shop.localhost/ HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "target without slash", "GET a HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "asterisk for GET", "GET * HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "space in target", "GET /a b HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "fragment in target", "GET /a#b HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "byte above ASCII in target", "GET /\u00e9 HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "two spaces", "GET  / HTTP/1.1\r\n" + H + "\r\n"),
        bad(400, "no version", "GET /\r\n" + H + "\r\n"),
        bad(400, "lower case version", "GET / http/1.1\r\n" + H + "\r\n"),
        bad(400, "long version", "GET / HTTP/1.10\r\n" + H + "\r\n"),
        bad(400, "bad method", "G(T / HTTP/1.1\r\n" + H + "\r\n"),
        bad(505, "HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        bad(505, "HTTP/0.9 named", "GET / HTTP/0.9\r\n" + H + "\r\n"),
        bad(501, "CONNECT", "CONNECT shop.localhost:80 HTTP/1.1\r\n" + H + "\r\n"),
        bad(501, "unknown coding", "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip\r\n\r\n"),
        bad(
            400,
            "list of codings",
            "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        bad(400, "chunked twice", "POST / HTTP/1.1\r\n" + H + TE + TE + "\r\n"),
        bad(
            400,
            "obscured chunked",
            "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: \u000bchunked\r\n\r\n"),
        bad(400, "chunked in HTTP/1.0", "POST / HTTP/1.0\r\n" + H + TE + "\r\n0\r\n\r\n"),
        bad(431, "long header", get("X-A: " + "a".repeat(40_000) + "\r\n")),
        bad(431, "many headers", get("X-A: b\r\n".repeat(200))),
        bad(414, "long target", "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\n" + H + "\r\n"));
  }

  /// The head is good, so the request is on its way when the body turns out bad.
  static Stream<Arguments> refusedBodies() {
    return Stream.of(
        bad(400, "0x chunk size", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "negative chunk size", chunked("-5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "space before chunk size", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
        bad(400, "space after chunk size", chunked("5 \r\nhello\r\n0\r\n\r\n")),
        bad(400, "empty chunk size", chunked("\r\nhello\r\n0\r\n\r\n")),
        bad(400, "huge chunk size", chunked("fffffffffffffffff\r\nhello")),
        bad(400, "bare LF after chunk size", chunked("5\nhello\r\n0\r\n\r\n")),
        bad(400, "bare LF after chunk", chunked("5\r\nhello\n0\r\n\r\n")),
        bad(400, "chunk longer than its size", chunked("4\r\nhello\r\n0\r\n\r\n")),
        bad(400, "bare LF in trailers", chunked("0\r\nX-A: b\n\r\n")),
        bad(400, "folded trailer", chunked("0\r\nX-A: b\r\n c\r\n\r\n")),
        bad(400, "NUL in extension", chunked("5;a=\0\r\nhello\r\n0\r\n\r\n")));
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        bad(200, "plain", get("")),
        bad(200, "empty line first", "\r\n" + get("")),
        bad(200, "host with port", "GET / HTTP/1.1\r\nHost: shop.localhost:8080\r\n\r\n"),
        bad(200, "host in capitals", "GET / HTTP/1.1\r\nHOST: SHOP.LocalHost\r\n\r\n"),
        bad(200, "host with trailing dot", "GET / HTTP/1.1\r\nHost: shop.localhost.\r\n\r\n"),
        bad(200, "absolute form", "GET http://shop.localhost/a HTTP/1.1\r\n" + H + "\r\n"),
        bad(
            200,
            "absolute form without path",
            "GET http://shop.localhost HTTP/1.1\r\n" + H + "\r\n"),
        bad(200, "OPTIONS *", "OPTIONS * HTTP/1.1\r\n" + H + "\r\n"),
        bad(200, "tab around value", get("X-A:\tb\t\r\n")),
        bad(200, "bytes above ASCII in value", get("X-A: \u00e9\r\n")),
        bad(200, "empty value", get("X-A:\r\n")),
        bad(200, "body", post("Content-Length: 5\r\n", "hello")),
        bad(200, "chunked body", chunked("5\r\nhello\r\n0\r\n\r\n")),
        bad(200, "chunk extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n")),
        bad(
            200,
            "Connection names Content-Length",
            post("Connection: content-length\r\nContent-Length: 5\r\n", "hello")),
        bad(200, "HTTP/1.0", "GET / HTTP/1.0\r\n" + H + "\r\n"));
  }

  private static String get(String headers) {
    return "GET / HTTP/1.1\r\n" + H + headers + "\r\n";
  }

  private static String post(String headers, String body) {
    return "POST / HTTP/1.1\r\n" + H + headers + "\r\n" + body;
  }

  private static String chunked(String body) {
    return post(TE, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"refused", "refusedBodies"})
  @DisplayName(
      "a request that two programs could read in two ways is refused, and the connection closed")
  void refuses(String name, String request, int status) throws IOException {
    int before = origin.requests().size();
    try (var client = gateway.client()) {
      client.send(request);
      var answer = client.read();
      assertEquals(status, answer.status(), name);
      assertTrue(answer.header("X-Sluice-Reason").length() > 2, name);
      assertEquals("application/problem+json", answer.header("Content-Type"));
      assertTrue(client.closed(), name);
    }
    assertEquals(before, origin.requests().size(), "the origin got a whole request");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  @DisplayName("a sound request passes, and is one request to the origin")
  void accepts(String name, String request, int status) throws IOException {
    int before = origin.requests().size();
    try (var client = gateway.client()) {
      client.send(request);
      assertEquals(status, client.read().status(), name);
    }
    assertEquals(before + 1, origin.requests().size());
  }
}
