package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a request's body between the two connections: those that came before the origin's
/// connection was there, and, of a request that may be repeated, those already sent.
final class UploadBuffer {
  private final boolean repeatable;
  private List<ByteBuf> parts = List.of();
  private @Nullable Head trailers;
  private int sent;
  private boolean complete;
  private boolean ended;

  UploadBuffer(boolean repeatable) {
    this.repeatable = repeatable;
  }

  /// Takes over `part`.
  void add(ByteBuf part) {
    if (parts.isEmpty()) {
      parts = new ArrayList<>();
    }
    parts.add(part);
  }

  /// There are no more parts.
  void complete(@Nullable Head withTrailers) {
    complete = true;
    trailers = withTrailers;
  }

  /// Whether the whole body has arrived from the user agent.
  boolean complete() {
    return complete;
  }

  /// Writes what the origin has not got yet. Does not flush.
  void writeTo(BodyWriter origin) {
    if (repeatable) {
      for (; sent < parts.size(); sent++) {
        origin.part(parts.get(sent).retainedDuplicate());
      }
    } else if (!parts.isEmpty()) {
      parts.forEach(origin::part);
      parts.clear();
    }
    if (complete && !ended) {
      ended = true;
      origin.end(trailers);
    }
  }

  /// The next origin gets everything from the start.
  void rewind() {
    sent = 0;
    ended = false;
  }

  void release() {
    parts.forEach(ByteBuf::release);
    parts = List.of();
  }
}
