package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/// Reads the answer to one request at a time off an origin's connection.
///
/// Passes on an [IncomingAnswer] for each interim and for the final head, after the final one
/// `HttpContent` up to a `LastHttpContent`; or a [BadMessageException]. Bytes that nobody asked for
/// are such a bad message too: they must never become the answer to the next request.
final class AnswerDecoder extends ByteToMessageDecoder {
  private sealed interface Stage {
    /// No request is out.
    enum Idle implements Stage {
      IDLE
    }

    record Head(HeadReader reader, HttpMethod method) implements Stage {}

    record Body(BodyReader reader, boolean untilClose) implements Stage {}

    /// After 101: what follows is no longer HTTP and waits for the tunnel.
    enum Switched implements Stage {
      SWITCHED
    }

    /// Nothing that arrives matters any more.
    enum Broken implements Stage {
      BROKEN
    }
  }

  private final Limits limits;
  private Stage stage = Stage.Idle.IDLE;

  AnswerDecoder(Limits limits) {
    this.limits = limits;
  }

  /// A request with this method is about to be sent.
  void expect(HttpMethod method) {
    stage = new Stage.Head(HeadReader.ofHead(limits), method);
  }

  /// Whether any byte of an answer is here.
  boolean answerStarted() {
    return !(stage instanceof Stage.Head(var reader, _))
        || reader.started()
        || actualReadableBytes() > 0;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      switch (stage) {
        case Stage.Idle _ -> throw BadMessageException.of("It was not asked for.");
        case Stage.Head(var reader, var method) -> readHead(reader, method, in, out);
        case Stage.Body(var reader, _) -> readBody(reader, in, out);
        case Stage.Switched _ -> {}
        case Stage.Broken _ -> in.skipBytes(in.readableBytes());
      }
    } catch (BadMessageException e) {
      stage = Stage.Broken.BROKEN;
      in.skipBytes(in.readableBytes());
      out.add(e);
    }
  }

  private void readHead(HeadReader reader, HttpMethod method, ByteBuf in, List<Object> out)
      throws BadMessageException {
    var head = reader.read(in);
    if (head == null) {
      return;
    }
    var answer = IncomingAnswer.of(head, method);
    out.add(answer);
    if (answer.switching()) {
      stage = Stage.Switched.SWITCHED;
    } else if (answer.interim()) {
      // Method and limits as before; `started` is not needed any more: the exchange has seen a
      // head.
      stage = new Stage.Head(HeadReader.ofHead(limits), method);
    } else {
      var body = BodyReader.of(answer.framing(), limits);
      stage = new Stage.Body(body, answer.framing() instanceof Framing.UntilClose);
      if (answer.framing().equals(Framing.NONE)) {
        readBody(body, in, out);
      }
    }
  }

  private void readBody(BodyReader reader, ByteBuf in, List<Object> out)
      throws BadMessageException {
    if (reader.read(in, out)) {
      stage = Stage.Idle.IDLE;
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    if (stage instanceof Stage.Body(_, boolean untilClose) && untilClose) {
      stage = Stage.Idle.IDLE;
      out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }
}
