package dev.sluice.gateway.http;

import dev.sluice.gateway.framing.RequestReader;
import dev.sluice.gateway.http.OutgoingRequest.ForwardedFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads any bytes as the head of a request. What is accepted is written as an origin gets it, and
/// that must be one request, the same one, to our own reader and to servers with known quirks.
public final class HeadFuzzer {
  private static final NioSocketChannel NOWHERE = new NioSocketChannel();
  private static final ForwardedFields FORWARDED =
      new ForwardedFields(
          NOWHERE,
          "127.0.0.1",
          "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n",
          "Forwarded: for=127.0.0.1;host=\"",
          "\";proto=http\r\n");

  /// The forwarded fields come on top of what a user agent may send.
  private static final Limits WIDER = wider(Limits.DEFAULT);

  private HeadFuzzer() {}

  private static Limits wider(Limits than) {
    return new Limits(
        2 * than.headBytes(),
        2 * than.headerCount(),
        than.headTime(),
        than.idleTime(),
        than.connectTime(),
        than.answerTime(),
        than.tunnelTime(),
        than.repeatableBytes(),
        than.pooledTime());
  }

  /// What is common to a request before and after the gateway.
  private record Essence(String method, String target, String host, Framing framing) {
    static Essence of(IncomingRequest request) {
      return new Essence(request.method(), request.target(), request.host(), request.framing());
    }
  }

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    var split = Split.of(data);
    var whole = read(split.whole(), Limits.DEFAULT);
    var pieces = read(split, Limits.DEFAULT);
    if ((whole == null) != (pieces == null)) {
      throw new IllegalStateException("accepted only in one way of cutting it");
    }
    if (whole == null || pieces == null) {
      return;
    }
    if (!Essence.of(whole).equals(Essence.of(pieces))) {
      throw new IllegalStateException("read in two ways: " + whole + " and " + pieces);
    }
    if (!whole.authority().isEmpty()) {
      checkWritten(whole);
    }
    answer(split);
  }

  /// Null for what is refused, or not whole.
  private static @Nullable IncomingRequest read(Split split, Limits limits) {
    var reader = HeadReader.ofRequests(limits);
    try {
      var head = head(reader, split);
      return head == null ? null : IncomingRequest.of(head, false);
    } catch (BadMessageException e) {
      return null;
    }
  }

  private static @Nullable Head head(HeadReader reader, Split split) throws BadMessageException {
    for (int at = 0; at < split.bytes().length; at += split.piece()) {
      int length = Math.min(split.piece(), split.bytes().length - at);
      var head = reader.read(Unpooled.wrappedBuffer(split.bytes(), at, length));
      if (head != null) {
        return head;
      }
    }
    return null;
  }

  /// As an origin's answer it must only not fail.
  private static void answer(Split split) {
    try {
      var head = head(HeadReader.ofAnswers(Limits.DEFAULT), split);
      if (head != null) {
        var _ = IncomingAnswer.of(head, false);
      }
    } catch (BadMessageException e) {
      // As it should be.
    }
  }

  private static void checkWritten(IncomingRequest request) {
    byte[] written = write(request);
    var again = read(Split.whole(written), WIDER);
    if (again == null || !Essence.of(again).equals(Essence.of(request))) {
      throw new IllegalStateException("written as another request: " + text(written));
    }
    if (!again.options().named().isEmpty() && !again.head().has(Field.TE)) {
      throw new IllegalStateException("names fields of the connection: " + text(written));
    }
    byte[] message = message(written, request.framing());
    var readings = RequestReader.readings(message);
    if (!readings.equals(Set.of(List.of(request.method() + " " + request.target())))) {
      throw new IllegalStateException("read as " + readings + ": " + text(message));
    }
  }

  private static byte[] write(IncomingRequest request) {
    var channel = new EmbeddedChannel();
    try {
      var writer = new MessageWriter(channel);
      OutgoingRequest.write(request, FORWARDED, writer);
      writer.flush();
      ByteBuf out = channel.readOutbound();
      try {
        return ByteBufUtil.getBytes(out);
      } finally {
        out.release();
      }
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  /// With a body, as short as its framing allows; the length of a long one is made 0.
  private static byte[] message(byte[] head, Framing framing) {
    String text = text(head);
    return switch (framing) {
      case Framing.Length(long bytes) ->
          bytes <= 4096
              ? bytes(text + "a".repeat((int) bytes))
              : bytes(text.replace("Content-Length: " + bytes + "\r\n", "Content-Length: 0\r\n"));
      case Framing.Chunked _ -> bytes(text + "0\r\n\r\n");
      case Framing.UntilClose _ -> throw new IllegalStateException("no framing for a request");
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
