package dev.sluice.gateway.http;

import dev.sluice.gateway.route.Refusal;

/// A [Refusal] as `application/problem+json` (RFC 9457). Written by hand: five members don't need a
/// mapper on the request path.
final class ProblemBody {
  private ProblemBody() {}

  static String of(Refusal refusal) {
    return "{\"type\":"
        + quoted("urn:sluice:problem:" + refusal.reason())
        + ",\"title\":"
        + quoted(refusal.title())
        + ",\"status\":"
        + refusal.status()
        + ",\"detail\":"
        + quoted(refusal.detail())
        + ",\"action\":"
        + quoted(refusal.action())
        + "}\n";
  }

  private static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        default -> {
          if (c < ' ' || c >= 0x7f) {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }
}
