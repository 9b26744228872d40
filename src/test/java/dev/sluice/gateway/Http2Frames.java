package dev.sluice.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames of HTTP/2 as bytes, for what a library would not send.
final class Http2Frames {
  private static final int HEADERS = 1;
  private static final int END_OF_STREAM_AND_HEADERS = 5;

  private Http2Frames() {}

  /// @param content as Latin-1 text
  record Frame(int type, int flags, int stream, String content) {}

  static byte[] frame(int type, int flags, int stream, byte[] content) {
    return ByteBuffer.allocate(9 + content.length)
        .putShort((short) (content.length >> 8))
        .put((byte) content.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(content)
        .array();
  }

  /// A whole `GET /` for the fixture's host.
  static byte[] get(int stream) {
    byte[] host = GatewayFixture.HOST.getBytes(StandardCharsets.US_ASCII);
    byte[] fields =
        ByteBuffer.allocate(5 + host.length)
            .put((byte) 0x82) // :method GET
            .put((byte) 0x84) // :path /
            .put((byte) 0x86) // :scheme http
            .put((byte) 0x01) // :authority, not indexed
            .put((byte) host.length)
            .put(host)
            .array();
    return frame(HEADERS, END_OF_STREAM_AND_HEADERS, stream, fields);
  }

  /// The next frame of this type.
  static Frame await(InputStream in, int type) throws IOException {
    while (true) {
      var head = ByteBuffer.wrap(in.readNBytes(9));
      if (head.limit() < 9) {
        throw new IOException("closed before a frame of type " + type);
      }
      int length = ((head.getShort() & 0xffff) << 8) | (head.get() & 0xff);
      var frame =
          new Frame(
              head.get(),
              head.get(),
              head.getInt(),
              new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
      if (frame.type() == type) {
        return frame;
      }
    }
  }
}
