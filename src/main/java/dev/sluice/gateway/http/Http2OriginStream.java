package dev.sluice.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One stream of an HTTP/2 connection to an instance: one exchange, then no more.
final class Http2OriginStream extends ChannelInboundHandlerAdapter implements OriginStream {
  private static final System.Logger LOG = System.getLogger(Http2OriginStream.class.getName());

  private final Http2OriginConnection connection;
  private final boolean reused;
  private final HeadReader reader;
  private @Nullable Channel channel;
  private @Nullable Http2Writer writer;
  private @Nullable Exchange exchange;
  private @Nullable Http2Length length;
  private boolean toHead;
  private boolean answerStarted;
  private boolean refused;

  /// @param reused whether the connection has carried a stream before
  Http2OriginStream(Http2OriginConnection connection, boolean reused) {
    this.connection = connection;
    this.reused = reused;
    this.reader = HeadReader.ofAnswers(connection.limits());
  }

  /// Comes at once: connection and stream share an event loop.
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    writer = new Http2Writer(ctx.channel(), connection.heads()::toRequest);
  }

  @Override
  public Channel channel() {
    return opened(channel);
  }

  @Override
  public MessageSink writer() {
    return opened(writer);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the stream is not open");
    }
    return part;
  }

  @Override
  public boolean writable() {
    return channel().isWritable();
  }

  @Override
  public void setReading(boolean reading) {
    Http2Writer.setReading(channel(), reading);
  }

  @Override
  public boolean reused() {
    return reused;
  }

  @Override
  public boolean answerStarted() {
    return answerStarted;
  }

  /// By GOAWAY or REFUSED_STREAM (RFC 9113, section 8.7), or because the request did not go out.
  @Override
  public boolean unprocessed() {
    return refused || opened(writer).lost();
  }

  @Override
  public void begin(Exchange next, boolean isHead) {
    exchange = next;
    toHead = isHead;
  }

  @Override
  public void finish(boolean reusable) {
    exchange = null;
    var end = opened(writer).ended();
    if (end == null || !end.isDone()) {
      close(); // The rest of the request is not wanted.
    }
  }

  @Override
  public void close() {
    exchange = null;
    opened(writer).drop();
    if (channel().isActive()) {
      var _ = channel().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
      var _ = channel().close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    var current = exchange;
    if (current == null) {
      ReferenceCountUtil.release(frame);
      return;
    }
    try {
      switch (frame) {
        case Http2HeadersFrame head when length == null -> onHead(current, head);
        case Http2HeadersFrame trailers -> onTrailers(current, trailers);
        case Http2DataFrame data -> onData(current, data);
        default -> ReferenceCountUtil.release(frame);
      }
    } catch (BadMessageException e) {
      current.onBadAnswer(e);
      close();
    }
  }

  private void onHead(Exchange current, Http2HeadersFrame frame) throws BadMessageException {
    answerStarted = true;
    var head = connection.heads().answer(frame.headers(), toHead, reader);
    var answer = IncomingAnswer.of(head, toHead);
    if (answer.interim()) {
      if (frame.isEndStream()) {
        throw BadMessageException.of("No answer follows an interim one.");
      }
      current.onAnswer(answer);
      return;
    }
    var announced = new Http2Length(answer.framing());
    length = announced;
    if (frame.isEndStream()) {
      announced.checkEnd();
    }
    current.onAnswer(answer);
    if (frame.isEndStream()) {
      end(current, null);
    }
  }

  private void onTrailers(Exchange current, Http2HeadersFrame frame) throws BadMessageException {
    opened(length).checkEnd();
    if (!frame.isEndStream()) {
      throw BadMessageException.of("Something follows the trailers.");
    }
    end(
        current,
        connection.heads().trailers(frame.headers(), HeadReader.ofTrailers(connection.limits())));
  }

  private void onData(Exchange current, Http2DataFrame frame) throws BadMessageException {
    var announced = length;
    try {
      if (announced == null) {
        throw BadMessageException.of("A body comes before its head.");
      }
      announced.check(frame.content());
      if (frame.isEndStream()) {
        announced.checkEnd();
      }
    } catch (BadMessageException e) {
      frame.release();
      throw e;
    }
    current.onAnswerPart(frame.content());
    if (frame.isEndStream()) {
      end(current, null);
    }
  }

  private void end(Exchange current, @Nullable Head trailers) {
    // Over already when the exchange has given up in the middle.
    if (exchange == current) {
      current.onAnswerEnd(trailers, true);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushAnswer();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.onOriginWritable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case Http2ResetFrame reset -> {
        refused |= reset.errorCode() == Http2Error.REFUSED_STREAM.code();
        // With NO_ERROR, the whole answer came before and may still wait to be read.
        if (reset.errorCode() != Http2Error.NO_ERROR.code()) {
          onLost();
        }
      }
      case Http2GoAwayFrame _ -> refused = true; // Only told to streams that it did not look at.
      default -> {}
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    onLost();
    connection.onStreamEnded();
  }

  private void onLost() {
    opened(writer).drop();
    var lost = exchange;
    if (lost != null) {
      exchange = null;
      lost.onOriginClosed(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var current = exchange;
    if (cause instanceof Http2Exception && current != null) {
      exchange = null;
      current.onBadAnswer(BadMessageException.of("It breaks HTTP/2."));
    } else if (!(cause instanceof IOException || cause instanceof Http2Exception)) {
      LOG.log(System.Logger.Level.ERROR, "A stream of an origin failed", cause);
    }
    var _ = ctx.close();
  }
}
