package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.gateway.http.OutgoingRequest.ForwardedFields;
import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection of a user agent: reads its requests one after the other and routes each by the
/// table of the moment. What arrives behind a request is kept until its answer is out: pipelined
/// requests are so answered in order, and bytes that follow an upgrade are never taken for a
/// request.
final class UserAgentConnection extends ChannelInboundHandlerAdapter implements UserAgentStream {
  private static final System.Logger LOG = System.getLogger(UserAgentConnection.class.getName());

  /// Asks a connection to close as soon as it carries no exchange.
  static final Object QUIT = new Object();

  /// How long what the user agent still sends is thrown away before the connection is closed:
  /// closing with unread bytes resets it, and the reset can overtake the answer.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum Stage {
    HEAD,
    BODY,

    /// The request is complete, its answer isn't.
    ANSWER,

    /// Nothing that arrives matters any more; waits a while for the user agent to close.
    LINGERING
  }

  private final SocketChannel channel;
  private final ProxyContext context;
  private final @Nullable Endpoint versionAddress;
  private final boolean secure;
  private final ForwardedFields forwarded;
  private final MessageWriter writer;
  private final HeadReader heads;
  private final Admission admission;
  private final Deadline deadline;
  private Stage stage = Stage.HEAD;
  private @Nullable BodyReader body;
  private @Nullable Exchange exchange;
  private @Nullable ByteBuf held;
  private boolean unknown;
  private boolean processing;
  private boolean headTimed;
  private boolean inputEnded;
  private boolean quitting;
  private boolean lastWanted;

  /// @param versionAddress the version address the connection came in at; null at the gateway's own
  /// @param secure whether it is secured by TLS
  UserAgentConnection(
      SocketChannel channel,
      ProxyContext context,
      @Nullable Endpoint versionAddress,
      boolean secure) {
    this.channel = channel;
    this.context = context;
    this.versionAddress = versionAddress;
    this.secure = secure;
    this.unknown = !secure;
    this.forwarded = ForwardedFields.of(channel, secure ? "https" : "http");
    this.writer = new MessageWriter(channel);
    this.heads = HeadReader.ofRequests(context.limits());
    this.admission = new Admission(this, context, versionAddress);
    this.deadline = new Deadline(channel.eventLoop(), this::onDeadline);
  }

  @Override
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public MessageSink writer() {
    return writer;
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public ForwardedFields forwarded() {
    return forwarded;
  }

  @Override
  public boolean mayStayOpen() {
    return !quitting && !context.stopping().get();
  }

  @Override
  public void setReading(boolean reading) {
    // Epoll has forgotten a channel whose input has ended, and fails when asked to read it again.
    if (!channel.isInputShutdown()) {
      channel.config().setAutoRead(reading);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline.set(context.limits().idleTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    hold((ByteBuf) message);
    if (unknown) {
      findVersion();
    } else {
      process();
    }
  }

  /// Who knows that the gateway speaks HTTP/2 may begin with it (RFC 9113, section 3.3). With TLS
  /// that is agreed upon before.
  private void findVersion() {
    var in = held;
    switch (in == null ? Http2AgentConnection.Beginning.OPEN : Http2AgentConnection.beginning(in)) {
      case OTHER -> {
        unknown = false;
        process();
      }
      case OPEN -> deadline.set(context.limits().headTime());
      case HTTP2 -> {
        deadline.end();
        Http2AgentConnection.install(channel, context, versionAddress, false);
        channel.pipeline().remove(this);
      }
    }
  }

  private void hold(ByteBuf more) {
    var present = held;
    held = present == null ? more : Unpooled.wrappedBuffer(present, more);
  }

  /// Reads on as far as it may.
  private void process() {
    if (processing) {
      return; // We are further up the stack, and go on there.
    }
    processing = true;
    try {
      boolean more = true;
      while (more) {
        var in = held;
        more = in != null && in.isReadable() && read(in);
      }
    } catch (BadMessageException e) {
      onBadRequest(e.refusal());
    } finally {
      processing = false;
      var in = held;
      if (in != null && !in.isReadable()) {
        held = null;
        in.release();
      }
    }
    if (stage == Stage.ANSWER && held != null) {
      setReading(false); // Enough for now.
    }
    if (exchange != null) {
      exchange.flushUpload();
    }
  }

  /// @return whether what follows may be looked at
  private boolean read(ByteBuf in) throws BadMessageException {
    return switch (stage) {
      case HEAD -> readHead(in);
      case BODY -> readBody(in);
      case ANSWER -> false;
      case LINGERING -> {
        in.skipBytes(in.readableBytes());
        yield false;
      }
    };
  }

  private boolean readHead(ByteBuf in) throws BadMessageException {
    var head = heads.read(in);
    if (head == null) {
      return false;
    }
    var request = IncomingRequest.of(head, secure);
    headTimed = false;
    lastWanted = !request.keepAlive();
    if (request.framing().equals(Framing.NONE)) {
      stage = Stage.ANSWER;
    } else {
      stage = Stage.BODY;
      body = BodyReader.of(request.framing(), context.limits());
    }
    admission.admit(request);
    return true;
  }

  private boolean readBody(ByteBuf in) throws BadMessageException {
    var reader = body;
    var current = exchange;
    if (reader == null || current == null) {
      return false; // The request waits.
    }
    if (!reader.read(in, current::onUpload)) {
      return false;
    }
    stage = Stage.ANSWER;
    body = null;
    current.onUploadEnd(reader.trailers());
    return true;
  }

  @Override
  public void begin(Exchange begun) {
    exchange = begun;
    begun.start();
    process();
  }

  private void noteUnread(Refusal refusal) {
    context.ledger(channel.eventLoop()).refused(refusal, null, forwarded.address(), 0);
  }

  private void onBadRequest(Refusal refusal) {
    if (exchange != null) {
      // The head was good and is on its way; the body turned out malformed.
      exchange.onBadUpload(refusal);
      exchange = null;
    } else {
      noteUnread(refusal);
    }
    admission.stop();
    refuse(refusal, null, null, false);
  }

  @Override
  public void refuse(
      Refusal refusal,
      @Nullable IncomingRequest request,
      @Nullable Claim claim,
      boolean readWhole) {
    boolean keepAlive =
        readWhole && request != null && request.keepAlive() && mayStayOpen() && !inputEnded;
    OutgoingAnswer.write(refusal, request, claim, keepAlive, context.clock(), writer);
    onExchangeOver(keepAlive);
  }

  @Override
  public void onExchangeOver(boolean keepAlive) {
    exchange = null;
    if (!keepAlive) {
      end();
      return;
    }
    writer.flush();
    stage = Stage.HEAD;
    heads.reset();
    deadline.set(context.limits().idleTime());
    setReading(true);
    process();
    if (exchange == null && !admission.waiting() && !processing) {
      onIdle();
    }
  }

  /// All that has arrived is answered. A connection whose last answer did not say that it was the
  /// last stays, also while the gateway gives its place to another: its next request may be on its
  /// way, and is answered with that word.
  private void onIdle() {
    if (stage == Stage.HEAD && (inputEnded || (quitting && !heads.started()))) {
      linger();
    }
  }

  /// No other request may follow.
  private void end() {
    if (stage == Stage.ANSWER && lastWanted && held == null) {
      // It has said itself that it sends nothing more, so that nothing can reset the connection.
      stage = Stage.LINGERING;
      writer.flush();
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      linger();
    }
  }

  /// Says that nothing more comes, and waits a while for the user agent to close.
  private void linger() {
    stage = Stage.LINGERING;
    deadline.set(LINGER);
    setReading(true);
    writer.flush();
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                _ -> {
                  if (inputEnded) {
                    var _ = channel.close();
                  } else {
                    endOutput();
                  }
                });
  }

  private void endOutput() {
    var tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      var _ = channel.shutdownOutput();
    } else {
      var _ =
          tls.closeOutbound()
              .addListener(
                  _ -> {
                    var _ = channel.shutdownOutput();
                  });
    }
  }

  @Override
  public void abort() {
    exchange = null;
    admission.stop();
    deadline.clear();
    writer.flush();
    var _ = channel.close();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange == null && stage == Stage.HEAD && !headTimed && heads.started()) {
      headTimed = true;
      deadline.set(context.limits().headTime());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.readAnswer();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == QUIT) {
      quitting = true;
      onIdle();
    } else if (event instanceof ChannelInputShutdownEvent) {
      onInputEnded();
    }
  }

  private void onInputEnded() {
    inputEnded = true;
    switch (stage) {
      case HEAD -> linger();
      case BODY -> {
        if (exchange != null) {
          exchange.onAgentClosed();
        }
        abort();
      }
      case ANSWER -> {} // It has sent all it wants and still takes the answer.
      case LINGERING -> {
        if (channel.isOutputShutdown()) {
          abort();
        }
      }
    }
  }

  private void onDeadline() {
    if (exchange != null) {
      exchange.onDeadline();
    } else if (admission.waiting()) {
      admission.onDeadline();
    } else if (stage == Stage.HEAD && heads.started()) {
      noteUnread(Refusals.tooSlow());
      refuse(Refusals.tooSlow(), null, null, false);
    } else {
      abort();
    }
  }

  /// It has become a tunnel or HTTP/2, for which what came early is.
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    var early = held;
    held = null;
    if (early != null && channel.isActive()) {
      ctx.fireChannelRead(early);
      ctx.fireChannelReadComplete();
    } else if (early != null) {
      early.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.end();
    writer.drop();
    if (exchange != null) {
      exchange.onAgentClosed();
      exchange = null;
    }
    admission.stop();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException || cause instanceof DecoderException)) {
      LOG.log(System.Logger.Level.ERROR, "A connection of a user agent failed", cause);
    }
    // The user agent reset the connection, or speaks no proper TLS; channelInactive follows.
    var _ = channel.close();
  }
}
