package dev.sluice.gateway.http;

import java.util.Arrays;

/// Fuzzed bytes, and into what pieces they come: what is read must not depend on that.
final class Split {
  private final byte[] bytes;
  private final int piece;

  private Split(byte[] bytes, int piece) {
    this.bytes = bytes;
    this.piece = piece;
  }

  /// The first byte of `data` says how.
  static Split of(byte[] data) {
    return data.length == 0
        ? new Split(data, 1)
        : new Split(Arrays.copyOfRange(data, 1, data.length), 1 + (data[0] & 0x1f));
  }

  /// All in one piece.
  static Split whole(byte[] bytes) {
    return new Split(bytes, Math.max(1, bytes.length));
  }

  Split whole() {
    return whole(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  /// Bytes of each piece but the last.
  int piece() {
    return piece;
  }
}
