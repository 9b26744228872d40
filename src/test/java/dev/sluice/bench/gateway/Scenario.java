package dev.sluice.bench.gateway;

import java.util.List;

/// One kind of load: its title, wrk's connections and path, what the gateway's CPU time per request
/// may be at most as a ratio to nginx, and what wrk runs besides a plain GET.
enum Scenario {
  SMALL("small answers", 64, "/", 0.9, ""),
  BROWSER(
      "head of a browser",
      64,
      "/",
      1.0,
      """
      wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130"
      wrk.headers["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
      wrk.headers["Accept-Encoding"] = "gzip, deflate, br, zstd"
      wrk.headers["Accept-Language"] = "en-US,en;q=0.9,zh-CN;q=0.8"
      wrk.headers["Cache-Control"] = "max-age=0"
      wrk.headers["Cookie"] = "session=0123456789abcdef0123456789abcdef; theme=dark; seen=1234567"
      wrk.headers["Sec-Fetch-Dest"] = "document"
      wrk.headers["Sec-Fetch-Mode"] = "navigate"
      wrk.headers["Sec-Fetch-Site"] = "none"
      wrk.headers["Sec-Fetch-User"] = "?1"
      wrk.headers["Upgrade-Insecure-Requests"] = "1"
      """),
  LARGE("answers of 64 KiB", 64, "/large", 1.0, ""),
  UPLOAD(
      "uploads of 1 MiB",
      16,
      "/upload",
      1.0,
      """
      wrk.method = "POST"
      wrk.body = string.rep("x", 1048576)
      """),
  CONNECTION(
      "a connection per request",
      64,
      "/",
      1.0,
      """
      wrk.headers["Connection"] = "close"
      """),
  TLS("small answers over TLS", 64, "/", 1.0, ""),
  WEBSOCKET("a WebSocket message and its echo", 64, "/ws", 1.0, "");

  /// Prints what the report wants at the end.
  private static final String COUNT =
      """
      wrk.headers["Host"] = "shop.localhost"
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("RESULT %d %d %f %f %f %d\\n", summary.requests,
          summary.duration, latency:percentile(50), latency:percentile(99),
          latency:percentile(99.9), e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  private final String title;
  private final int connections;
  private final String path;
  private final double bar;
  private final String script;

  Scenario(String title, int connections, String path, double bar, String script) {
    this.title = title;
    this.connections = connections;
    this.path = path;
    this.bar = bar;
    this.script = script;
  }

  String title() {
    return title;
  }

  double bar() {
    return bar;
  }

  /// @param pause milliseconds on average before each request of a connection
  String script(int pause) {
    String pauses =
        pause == 0 ? "" : "function delay() return math.random(0, %d) end%n".formatted(2 * pause);
    return COUNT + pauses + script;
  }

  List<String> command(String scriptFile, Contender contender, int seconds, int pause) {
    if (this == WEBSOCKET) {
      return GatewayBench.java(
          EchoLoad.class, "" + contender.port(), "" + connections, "" + seconds, "" + pause);
    }
    String base =
        this == TLS
            ? "https://127.0.0.1:" + contender.tlsPort()
            : "http://127.0.0.1:" + contender.port();
    return List.of(
        "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "-s", scriptFile, base + path);
  }
}
