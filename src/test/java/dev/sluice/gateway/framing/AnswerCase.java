package dev.sluice.gateway.framing;

import dev.sluice.gateway.framing.Conversation.End;
import dev.sluice.gateway.framing.RecordingOrigin.Then;

/// A case of an origin's answer: the request it answers, and how the connections end.
///
/// @param answer the bytes the origin sends
/// @param then what it does behind them
/// @param end how the user agent's connection must end
record AnswerCase(String request, String answer, Then then, End end) {
  private static final String HEAD = " /case HTTP/1.1\r\nHost: shop.localhost\r\n";
  private static final String BODY = "Content-Length: 5\r\n\r\nhello";

  static AnswerCase of(FramingCase from) {
    String bytes = from.bytes();
    var then = bytes.endsWith("␄") ? Then.CLOSE : bytes.endsWith("✕") ? Then.RESET : Then.GO_ON;
    String answer = then == Then.GO_ON ? bytes : bytes.substring(0, bytes.length() - 1);
    var end =
        from.expected().endsWith(" cut")
            ? End.CUT
            : from.expected().endsWith(" tunnel") ? End.TUNNEL : End.CLOSED;
    return new AnswerCase(request(from.request()), answer, then, end);
  }

  private static String request(String kind) {
    return switch (kind) {
      case "GET", "HEAD" -> kind + HEAD + "\r\n";
      case "POST" -> "POST" + HEAD + BODY;
      case "EXPECT" -> "POST" + HEAD + "Expect: 100-continue\r\n" + BODY;
      case "UPGRADE" -> "GET" + HEAD + "Upgrade: websocket\r\nConnection: upgrade\r\n\r\n";
      case "OLD" -> "GET /case HTTP/1.0\r\n\r\n";
      case "OLDKEEP" -> "GET /case HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  void prepare(RecordingOrigin origin) {
    origin.answer("/case", answer, then);
  }
}
