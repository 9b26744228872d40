package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;

/// Follows the frames that one side of a WebSocket sends, to know where one ends: only there may
/// another be put in (RFC 6455, section 5.2). Nothing is checked; that is for the two sides.
final class WebSocketFrames {
  private static final int OPCODE = 0x0f;
  private static final int CLOSE = 0x8;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int MASK_BYTES = 4;

  private enum Part {
    FIRST,
    SECOND,
    LENGTH,

    /// Mask and payload.
    REST
  }

  private Part part = Part.FIRST;
  private boolean closed;
  private int lengthBytes;
  private int mask;
  private long left;

  /// Whether a frame has just ended, or none has begun.
  boolean between() {
    return part == Part.FIRST;
  }

  /// Whether a Close frame has begun, after which none may follow.
  boolean closed() {
    return closed;
  }

  /// Looks at what goes on, without taking it.
  void follow(ByteBuf bytes) {
    follow(bytes, false);
  }

  /// As above, but only as far as the present frame goes.
  ///
  /// @return how many bytes that are
  int followToEnd(ByteBuf bytes) {
    return follow(bytes, true);
  }

  private int follow(ByteBuf bytes, boolean oneFrame) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && !(oneFrame && between())) {
      if (part == Part.REST) {
        long taken = Math.min(left, end - at);
        at += (int) taken;
        left -= taken;
        endIfWhole();
      } else {
        onByte(bytes.getUnsignedByte(at++));
      }
    }
    return at - bytes.readerIndex();
  }

  private void onByte(int now) {
    switch (part) {
      case FIRST -> {
        closed |= (now & OPCODE) == CLOSE;
        part = Part.SECOND;
      }
      case SECOND -> {
        mask = (now & MASKED) == 0 ? 0 : MASK_BYTES;
        int length = now & LENGTH;
        lengthBytes = length == SHORT_LENGTH ? 2 : length == LONG_LENGTH ? 8 : 0;
        left = lengthBytes == 0 ? length + mask : 0;
        part = lengthBytes == 0 ? Part.REST : Part.LENGTH;
        endIfWhole();
      }
      case LENGTH -> {
        left = (left << 8) | now;
        lengthBytes--;
        if (lengthBytes == 0) {
          left += mask;
          part = Part.REST;
          endIfWhole();
        }
      }
      case REST -> throw new IllegalStateException();
    }
  }

  private void endIfWhole() {
    if (part == Part.REST && left <= 0) {
      part = Part.FIRST;
    }
  }

  /// A Close frame that says "going away".
  ///
  /// @param masked as a user agent must send it
  static byte[] goingAway(boolean masked) {
    byte[] status = {0x03, (byte) 0xe9}; // 1001
    if (!masked) {
      return new byte[] {(byte) 0x88, 2, status[0], status[1]};
    }
    // Need not be a secret: nobody but us chooses what it hides.
    byte[] key = {0x5e, 0x1f, 0x2c, 0x71};
    return new byte[] {
      (byte) 0x88,
      (byte) (MASKED | 2),
      key[0],
      key[1],
      key[2],
      key[3],
      (byte) (status[0] ^ key[0]),
      (byte) (status[1] ^ key[1])
    };
  }
}
