package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a request's body between the two sides: those that came before there was an origin,
/// and, as long as they are few, those already sent, so that they can be sent again.
final class UploadBuffer {
  private final int keptLimit;
  private List<ByteBuf> parts = List.of();
  private @Nullable Head trailers;
  private boolean keeping;
  private long bytes;
  private int sent;
  private boolean lost;
  private boolean complete;
  private boolean ended;

  /// @param keptLimit bytes up to which what was sent is kept; 0 for none
  UploadBuffer(int keptLimit) {
    this.keptLimit = keptLimit;
    this.keeping = keptLimit > 0;
  }

  /// Takes over `part`.
  void add(ByteBuf part) {
    if (parts.isEmpty()) {
      parts = new ArrayList<>();
    }
    parts.add(part);
    bytes += part.readableBytes();
    if (keeping && bytes > keptLimit) {
      forget();
    }
  }

  /// Keeps no longer what was sent.
  void forget() {
    keeping = false;
    for (int i = 0; i < sent; i++) {
      parts.get(i).release();
      lost = true;
    }
    if (sent > 0) {
      parts = new ArrayList<>(parts.subList(sent, parts.size()));
      sent = 0;
    }
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
  void writeTo(MessageSink origin) {
    if (keeping) {
      for (; sent < parts.size(); sent++) {
        origin.part(parts.get(sent).retainedDuplicate());
      }
    } else if (!parts.isEmpty()) {
      lost = true;
      parts.forEach(origin::part);
      parts.clear();
    }
    if (complete && !ended) {
      ended = true;
      origin.end(trailers);
    }
  }

  /// Whether everything that came is still here.
  boolean whole() {
    return !lost;
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
