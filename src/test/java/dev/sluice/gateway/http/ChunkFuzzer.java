package dev.sluice.gateway.http;

import dev.sluice.gateway.framing.RequestReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads any bytes as a chunked body. What is accepted is written as the other side gets it, and
/// that must be the same body to our own reader and to servers with known quirks.
public final class ChunkFuzzer {
  private static final String HEAD =
      "POST /a HTTP/1.1\r\nHost: b\r\nTransfer-Encoding: chunked\r\n\r\n";

  private ChunkFuzzer() {}

  /// @param trailers lines, in lower case
  private record Whole(String body, List<String> trailers, @Nullable Head head) {
    boolean same(Whole other) {
      return body.equals(other.body) && trailers.equals(other.trailers);
    }
  }

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    var split = Split.of(data);
    var whole = read(split.whole());
    var pieces = read(split);
    if ((whole == null) != (pieces == null)) {
      throw new IllegalStateException("accepted only in one way of cutting it");
    }
    if (whole == null || pieces == null) {
      return;
    }
    if (!whole.same(pieces)) {
      throw new IllegalStateException("read in two ways: " + whole + " and " + pieces);
    }
    checkWritten(whole);
  }

  private static void checkWritten(Whole whole) {
    byte[] written = write(whole);
    var again = read(Split.whole(written));
    if (again == null || !again.body().equals(whole.body())) {
      throw new IllegalStateException("written as another body: " + text(written));
    }
    if (!whole.trailers().containsAll(again.trailers())) {
      throw new IllegalStateException("trailers made up: " + again.trailers());
    }
    for (String trailer : again.trailers()) {
      if (trailer.matches("(?s)(host|content-length|transfer-encoding|x-forwarded-[^:]*):.*")) {
        throw new IllegalStateException("a trailer that decides: " + trailer);
      }
    }
    var readings =
        RequestReader.readings((HEAD + text(written)).getBytes(StandardCharsets.ISO_8859_1));
    if (!readings.equals(Set.of(List.of("POST /a")))) {
      throw new IllegalStateException("read as " + readings + ": " + text(written));
    }
  }

  /// Null for what is refused, or not whole.
  private static @Nullable Whole read(Split split) {
    var reader = new ChunkedBodyReader(Limits.DEFAULT);
    var body = new ByteArrayOutputStream();
    try {
      for (int at = 0; at < split.bytes().length; at += split.piece()) {
        int length = Math.min(split.piece(), split.bytes().length - at);
        var in = Unpooled.wrappedBuffer(split.bytes(), at, length);
        if (reader.read(in, part -> take(part, body))) {
          var trailers = reader.trailers();
          return new Whole(body.toString(StandardCharsets.ISO_8859_1), lines(trailers), trailers);
        }
      }
      return null;
    } catch (BadMessageException e) {
      return null;
    }
  }

  private static void take(ByteBuf part, ByteArrayOutputStream body) {
    body.writeBytes(ByteBufUtil.getBytes(part));
    part.release();
  }

  private static List<String> lines(@Nullable Head trailers) {
    var lines = new ArrayList<String>();
    for (int i = 0; trailers != null && i < trailers.count(); i++) {
      lines.add(trailers.name(i).toLowerCase(Locale.ROOT) + ": " + trailers.value(i));
    }
    return lines;
  }

  private static byte[] write(Whole whole) {
    var channel = new EmbeddedChannel();
    try {
      var writer = new MessageWriter(channel);
      var _ = writer.head(16, true);
      String body = whole.body();
      int half = body.length() / 2;
      writer.part(Unpooled.copiedBuffer(body.substring(0, half), StandardCharsets.ISO_8859_1));
      writer.part(Unpooled.copiedBuffer(body.substring(half), StandardCharsets.ISO_8859_1));
      writer.end(whole.head());
      writer.flush();
      var out = new ByteArrayOutputStream();
      for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
        take(next, out);
      }
      return out.toByteArray();
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
