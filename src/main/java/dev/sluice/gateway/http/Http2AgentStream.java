package dev.sluice.gateway.http;

import dev.sluice.gateway.http.OutgoingRequest.ForwardedFields;
import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One stream of a user agent's HTTP/2 connection: one request and its answer. The stream's window
/// is given back only for what has been read, so a paused upload costs one window at most.
final class Http2AgentStream extends ChannelInboundHandlerAdapter implements UserAgentStream {
  private final Http2StreamChannel channel;
  private final Http2AgentConnection connection;
  private final ProxyContext context;
  private final Http2Writer writer;
  private final Deadline deadline;
  private final Admission admission;

  /// Frames of the body that came while the request waits for an instance.
  private final Queue<Object> early = new ArrayDeque<>(2);

  private @Nullable Http2Length length;
  private @Nullable Exchange exchange;
  private boolean inputEnded;
  private boolean gone;

  Http2AgentStream(Http2StreamChannel channel, Http2AgentConnection connection) {
    this.channel = channel;
    this.connection = connection;
    this.context = connection.context();
    this.writer = new Http2Writer(channel, connection.heads()::toAnswer);
    this.deadline = new Deadline(channel.eventLoop(), this::onDeadline);
    this.admission = new Admission(this, context, connection.versionAddress());
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public ForwardedFields forwarded() {
    return connection.forwarded();
  }

  @Override
  public boolean secure() {
    return connection.scheme() == Scheme.HTTPS;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  /// Other streams have nothing to do with it.
  @Override
  public boolean mayStayOpen() {
    return true;
  }

  @Override
  public void setReading(boolean reading) {
    Http2Writer.setReading(channel, reading);
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public MessageSink writer() {
    return writer;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    if (length == null && frame instanceof Http2HeadersFrame head) {
      onRequest(head);
    } else if (admission.waiting()) {
      early.add(frame);
    } else {
      onBody(frame);
    }
  }

  private void onRequest(Http2HeadersFrame frame) {
    inputEnded = frame.isEndStream();
    try {
      var head =
          connection
              .heads()
              .request(
                  frame.headers(),
                  inputEnded,
                  connection.scheme(),
                  HeadReader.ofRequests(context.limits()));
      var request = IncomingRequest.of(head, connection.scheme() == Scheme.HTTPS);
      var announced = new Http2Length(request.framing());
      length = announced;
      if (inputEnded) {
        announced.checkEnd();
      }
      admission.admit(request);
    } catch (BadMessageException e) {
      length = new Http2Length(Framing.Chunked.CHUNKED);
      context.ledger(channel.eventLoop()).refused(e.refusal(), null, forwarded().address(), 0);
      refuse(e.refusal(), null, null, inputEnded);
    }
  }

  private void onBody(Object frame) {
    try {
      switch (frame) {
        case Http2DataFrame data -> onData(data);
        case Http2HeadersFrame trailers -> onTrailers(trailers);
        default -> ReferenceCountUtil.release(frame);
      }
    } catch (BadMessageException e) {
      if (exchange != null) {
        exchange.onBadUpload(e.refusal());
        exchange = null;
      }
      giveUp();
      reset(Http2Error.PROTOCOL_ERROR);
    }
  }

  private void onData(Http2DataFrame frame) throws BadMessageException {
    var current = exchange;
    var announced = length;
    inputEnded |= frame.isEndStream();
    if (current == null || announced == null) {
      frame.release(); // Already answered.
      return;
    }
    try {
      announced.check(frame.content());
      if (frame.isEndStream()) {
        announced.checkEnd();
      }
    } catch (BadMessageException e) {
      frame.release();
      throw e;
    }
    if (frame.content().isReadable()) {
      current.onUpload(frame.content());
    } else {
      frame.release();
    }
    if (inputEnded && exchange == current && !current.uploadComplete()) {
      current.onUploadEnd(null);
    }
  }

  private void onTrailers(Http2HeadersFrame frame) throws BadMessageException {
    var current = exchange;
    var announced = length;
    inputEnded = true;
    if (current == null || announced == null) {
      return;
    }
    announced.checkEnd();
    if (!frame.isEndStream()) {
      throw BadMessageException.of("Something follows the trailers.");
    }
    var trailers =
        connection.heads().trailers(frame.headers(), HeadReader.ofTrailers(context.limits()));
    if (!current.uploadComplete()) {
      current.onUploadEnd(trailers);
    }
  }

  @Override
  public void begin(Exchange begun) {
    exchange = begun;
    begun.start();
    for (var frame = early.poll(); frame != null; frame = early.poll()) {
      onBody(frame);
    }
    flushUpload();
  }

  private void flushUpload() {
    if (exchange != null) {
      exchange.flushUpload();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushUpload();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.readAnswer();
    }
  }

  @Override
  public void refuse(
      Refusal refusal,
      @Nullable IncomingRequest request,
      @Nullable Claim claim,
      boolean readWhole) {
    OutgoingAnswer.write(refusal, request, claim, true, context.clock(), writer);
    onExchangeOver(true);
  }

  @Override
  public void onExchangeOver(boolean keepAlive) {
    exchange = null;
    releaseEarly();
    writer.flush();
    deadline.set(context.limits().idleTime()); // To take the rest.
    var end = writer.ended();
    if (!inputEnded && end != null) {
      // Nothing more of the request is wanted (RFC 9113, section 8.1).
      end.addListener((ChannelFutureListener) _ -> resetUnlessEnded());
    }
    setReading(true);
  }

  private void resetUnlessEnded() {
    if (!inputEnded) {
      reset(Http2Error.NO_ERROR);
    }
  }

  @Override
  public void abort() {
    giveUp();
    reset(Http2Error.INTERNAL_ERROR);
  }

  private void reset(Http2Error error) {
    writer.drop();
    if (channel.isActive()) {
      var _ = channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
      var _ = channel.close();
    }
  }

  private void onDeadline() {
    if (exchange != null) {
      exchange.onDeadline();
    } else if (admission.waiting()) {
      admission.onDeadline();
    } else {
      abort();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) {
      onLost();
      var _ = channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    onLost();
  }

  /// Nobody waits for the answer any more.
  void onLost() {
    if (!gone) {
      gone = true;
      giveUp();
      writer.drop();
      connection.onStreamEnded(this);
    }
  }

  private void giveUp() {
    deadline.end();
    admission.stop();
    releaseEarly();
    var current = exchange;
    if (current != null) {
      exchange = null;
      current.onAgentClosed();
    }
  }

  private void releaseEarly() {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.report(cause);
    onLost();
    // Where the user agent broke the rules on this stream, the codec resets it next, and counts
    // that
    // against a user agent that makes it do so over and over.
    if (!(cause instanceof Http2Exception)) {
      var _ = channel.close();
    }
  }
}
