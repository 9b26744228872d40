package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads requests off a user agent's connection, one at a time: after a request's end it keeps what
/// has already arrived of the next one until [#next] says that the answer is out. Pipelined
/// requests are so answered in order, and bytes that follow an upgrade are never taken for a
/// request.
///
/// Passes on an [IncomingRequest], then `HttpContent` up to a `LastHttpContent`; or, once and for
/// all, a [dev.sluice.gateway.route.Refusal].
final class RequestDecoder extends ByteToMessageDecoder {
  private sealed interface Stage {
    record Head(HeadReader reader) implements Stage {}

    record Body(BodyReader reader) implements Stage {}

    /// The request is complete, its answer isn't.
    enum Answer implements Stage {
      WAITING
    }

    /// Nothing that arrives matters any more.
    enum Closed implements Stage {
      CLOSED
    }
  }

  private final Limits limits;
  private Stage stage;
  private boolean resuming;
  private @Nullable ChannelHandlerContext context;

  RequestDecoder(Limits limits) {
    this.limits = limits;
    stage = newHead();
  }

  private Stage newHead() {
    return new Stage.Head(HeadReader.ofHead(limits));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /// Goes on with the next request.
  void next() {
    stage = newHead();
    var ctx = context;
    if (ctx != null && actualReadableBytes() > 0) {
      // Later, because we may be inside of decode() right now.
      resuming = true;
      ctx.executor().execute(() -> resume(ctx));
    }
  }

  private void resume(ChannelHandlerContext ctx) {
    if (!ctx.isRemoved()) {
      try {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
        resuming = false;
        ctx.fireChannelReadComplete();
      } catch (Exception e) {
        ctx.fireExceptionCaught(e);
      }
    }
  }

  /// Whether what is here of the next request is still to be looked at.
  boolean resuming() {
    return resuming;
  }

  /// Throws away whatever arrives from now on.
  void close() {
    stage = Stage.Closed.CLOSED;
  }

  /// Whether some of the next request's head is here.
  boolean headStarted() {
    return stage instanceof Stage.Head(var reader)
        && (reader.started() || actualReadableBytes() > 0);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      switch (stage) {
        case Stage.Head(var reader) -> readHead(reader, in, out);
        case Stage.Body(var reader) -> readBody(reader, in, out);
        case Stage.Answer _ -> {}
        case Stage.Closed _ -> in.skipBytes(in.readableBytes());
      }
    } catch (BadMessageException e) {
      stage = Stage.Closed.CLOSED;
      in.skipBytes(in.readableBytes());
      out.add(e.refusal());
    }
  }

  private void readHead(HeadReader reader, ByteBuf in, List<Object> out)
      throws BadMessageException {
    var head = reader.read(in);
    if (head == null) {
      return;
    }
    var request = IncomingRequest.of(head);
    out.add(request);
    var body = BodyReader.of(request.framing(), limits);
    stage = new Stage.Body(body);
    if (request.framing().equals(Framing.NONE)) {
      readBody(body, in, out);
    }
  }

  private void readBody(BodyReader reader, ByteBuf in, List<Object> out)
      throws BadMessageException {
    if (reader.read(in, out)) {
      stage = Stage.Answer.WAITING;
    }
  }

  /// Not handed to the superclass, which would drop the requests that are still to be answered when
  /// the user agent has sent its last byte.
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
  }
}
