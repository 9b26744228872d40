package dev.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/// The parts of a request's body between the two connections: those that came before the origin's
/// connection was there, and, of a request that may be repeated, those already sent.
final class UploadBuffer {
  private final boolean repeatable;
  private final List<HttpContent> parts = new ArrayList<>();
  private int sent;
  private boolean complete;

  UploadBuffer(boolean repeatable) {
    this.repeatable = repeatable;
  }

  /// Takes over `part`.
  void add(HttpContent part) {
    parts.add(part);
    complete |= part instanceof LastHttpContent;
  }

  /// Whether the whole body has arrived from the user agent.
  boolean complete() {
    return complete;
  }

  /// Writes to `origin` what it has not got yet. Does not flush.
  void writeTo(Channel origin) {
    if (repeatable) {
      for (; sent < parts.size(); sent++) {
        var _ = origin.write(parts.get(sent).retainedDuplicate());
      }
    } else {
      for (var part : parts) {
        var _ = origin.write(part);
      }
      parts.clear();
    }
  }

  /// The next origin gets everything from the start.
  void rewind() {
    sent = 0;
  }

  void release() {
    parts.forEach(HttpContent::release);
    parts.clear();
  }
}
