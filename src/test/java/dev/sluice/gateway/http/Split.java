package dev.sluice.gateway.http;

import java.util.Arrays;

/// Fuzzed bytes, and into what pieces they come: what is read must not depend on that.
///
/// @param piece bytes of each piece but the last
record Split(byte[] bytes, int piece) {
  /// The first byte of `data` says how.
  static Split of(byte[] data) {
    return data.length == 0
        ? new Split(data, 1)
        : new Split(Arrays.copyOfRange(data, 1, data.length), 1 + (data[0] & 0x1f));
  }

  Split whole() {
    return new Split(bytes, Math.max(1, bytes.length));
  }
}
