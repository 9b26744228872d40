package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.route.Choice;
import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection of a user agent: takes its requests one after the other, each by the routing
/// table of the moment.
final class UserAgentConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(UserAgentConnection.class.getName());

  /// Asks a connection to close as soon as it carries no exchange.
  static final Object QUIT = new Object();

  /// How long what the user agent still sends is thrown away before the connection is closed:
  /// closing with unread bytes resets it, and the reset can overtake the answer.
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final SocketChannel channel;
  private final ProxyContext context;
  private final @Nullable Endpoint versionAddress;
  private final RequestDecoder decoder;
  private final AnswerEncoder encoder;
  private final Deadline deadline;
  private @Nullable Exchange exchange;
  private @Nullable Waiter waiter;
  private boolean headTimed;
  private boolean inputEnded;
  private boolean quitting;
  private boolean lingering;
  private boolean nextAwaited;

  /// @param versionAddress the version address the connection came in at; null at the gateway's own
  UserAgentConnection(
      SocketChannel channel,
      ProxyContext context,
      @Nullable Endpoint versionAddress,
      RequestDecoder decoder,
      AnswerEncoder encoder) {
    this.channel = channel;
    this.context = context;
    this.versionAddress = versionAddress;
    this.decoder = decoder;
    this.encoder = encoder;
    this.deadline = new Deadline(channel.eventLoop(), this::onDeadline);
  }

  Channel channel() {
    return channel;
  }

  Deadline deadline() {
    return deadline;
  }

  InetAddress remoteAddress() {
    return channel.remoteAddress().getAddress();
  }

  /// What a request without `Host` asked for: the address it came in at.
  String ownHost() {
    var local = channel.localAddress();
    return local.getAddress().getHostAddress() + ":" + local.getPort();
  }

  /// Whether another request may follow the present one.
  boolean mayStayOpen() {
    return !quitting && !context.stopping().get();
  }

  void setReading(boolean reading) {
    // Epoll has forgotten a channel whose input has ended, and fails when asked to read it again.
    if (!channel.isInputShutdown()) {
      channel.config().setAutoRead(reading);
    }
  }

  void write(Object message) {
    var _ = channel.write(message, channel.voidPromise());
  }

  void flush() {
    channel.flush();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadline.set(context.limits().idleTime());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case IncomingRequest request -> onRequest(request);
      case HttpContent part when exchange != null -> exchange.onUpload(part);
      case HttpContent part when waiter != null -> waiter.keep(part);
      case Refusal refusal -> onBadRequest(refusal);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void onRequest(IncomingRequest request) {
    headTimed = false;
    encoder.answering(request.method());
    var choice =
        versionAddress == null
            ? context.router().choose(request.host(), request)
            : context.router().choose(versionAddress, request);
    onChoice(choice, request);
  }

  private void onChoice(Choice choice, IncomingRequest request) {
    switch (choice) {
      case Choice.Refused(var refusal) -> refuseUnread(refusal, request);
      case Choice.Wait(var version) -> awaitStart(version, request);
      case Choice.To(var claim) -> {
        var begun = new Exchange(this, request, claim, context);
        exchange = begun;
        begun.start();
        if (waiter != null) {
          var read = waiter.take();
          waiter = null;
          read.forEach(begun::onUpload);
        }
      }
    }
  }

  private void refuseUnread(Refusal refusal, IncomingRequest request) {
    boolean readWhole = request.framing().equals(Framing.NONE);
    if (waiter != null) {
      readWhole = waiter.uploadComplete();
      stopWaiting();
    }
    refuse(refusal, request, null, readWhole);
  }

  /// Lets the request wait for a version that is started for it (R64). What of its body is read
  /// already is kept, and no more is read.
  private void awaitStart(VersionName version, IncomingRequest request) {
    if (waiter == null) {
      waiter = new Waiter(version, request);
      deadline.set(context.limits().answerTime());
    }
    var waiting = waiter;
    setReading(false);
    Runnable next = () -> channel.eventLoop().execute(() -> onStarted(waiting));
    waiting.leaveBy(() -> context.router().leave(version, next));
    if (!context.router().await(version, next)) {
      refuseUnread(Refusal.tooManyWaiting(version), request);
    }
  }

  private void stopWaiting() {
    if (waiter != null) {
      waiter.leave();
      waiter = null;
    }
  }

  private void onStarted(Waiter waiting) {
    if (waiter == waiting) {
      var request = waiting.request();
      onChoice(context.router().choose(waiting.version(), request), request);
    }
  }

  private void onBadRequest(Refusal refusal) {
    if (exchange != null) {
      // The head was good and is on its way; the body turned out malformed.
      exchange.onAgentClosed();
      exchange = null;
    }
    stopWaiting();
    refuse(refusal, null, null, false);
  }

  /// Answers in the instance's stead.
  ///
  /// @param request null when it could not be read
  /// @param readWhole whether the request has been read to its end, so that another may follow
  void refuse(
      Refusal refusal,
      @Nullable IncomingRequest request,
      @Nullable Claim claim,
      boolean readWhole) {
    boolean keepAlive =
        readWhole && request != null && request.keepAlive() && mayStayOpen() && !inputEnded;
    write(OutgoingAnswer.of(refusal, request, claim, keepAlive, context.clock()));
    if (!readWhole || !keepAlive) {
      decoder.close();
    }
    onExchangeOver(keepAlive);
  }

  /// The answer is written to its end.
  void onExchangeOver(boolean keepAlive) {
    exchange = null;
    if (!keepAlive) {
      linger();
      return;
    }
    flush();
    nextAwaited = true;
    // Later: a request that the gateway itself answers is over before its decoder has moved on.
    channel.eventLoop().execute(this::awaitNext);
  }

  private void awaitNext() {
    nextAwaited = false;
    deadline.set(context.limits().idleTime());
    decoder.next();
    if (quitting || context.stopping().get()) {
      onQuit();
    } else if (inputEnded && !decoder.headStarted()) {
      linger();
    } else {
      setReading(true);
    }
  }

  /// Says that nothing more comes, and waits a while for the user agent to close.
  private void linger() {
    lingering = true;
    decoder.close();
    deadline.set(LINGER);
    setReading(true);
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                _ -> {
                  if (inputEnded) {
                    var _ = channel.close();
                  } else {
                    var _ = channel.shutdownOutput();
                  }
                });
  }

  /// Closes at once, so that the user agent notices that the answer is not whole.
  void abort() {
    exchange = null;
    stopWaiting();
    deadline.clear();
    var _ = channel.close();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushUpload();
    } else if (waiter == null && !headTimed && decoder.headStarted()) {
      headTimed = true;
      deadline.set(context.limits().headTime());
    }
    if (inputEnded) {
      closeWhenDone();
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
      onQuit();
    } else if (event instanceof ChannelInputShutdownEvent) {
      onInputEnded();
    }
  }

  private void onQuit() {
    if (exchange == null && waiter == null && !decoder.headStarted() && !lingering) {
      linger();
    }
  }

  private void onInputEnded() {
    inputEnded = true;
    if (waiter != null) {
      if (!waiter.uploadComplete()) {
        abort();
      }
      // else: it has sent all it wants and still waits for the answer.
    } else if (exchange == null) {
      // Later: a pipelined request may be about to be decoded.
      channel.eventLoop().execute(this::closeWhenDone);
    } else if (!exchange.uploadComplete()) {
      exchange.onAgentClosed();
      abort();
    }
    // else: it has sent all it wants and still takes the answer.
  }

  private void closeWhenDone() {
    if (lingering) {
      if (channel.isOutputShutdown()) {
        abort();
      }
    } else if (exchange == null && waiter == null && !nextAwaited && !decoder.resuming()) {
      linger();
    }
  }

  private void onDeadline() {
    if (exchange != null) {
      exchange.onDeadline();
    } else if (waiter != null) {
      refuseUnread(Refusal.notStarted(waiter.version()), waiter.request());
    } else if (!lingering && decoder.headStarted()) {
      refuse(Refusals.tooSlow(), null, null, false);
    } else {
      abort();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    deadline.clear();
    if (exchange != null) {
      exchange.onAgentClosed();
      exchange = null;
    }
    stopWaiting();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(System.Logger.Level.ERROR, "A connection of a user agent failed", cause);
    }
    // The user agent reset the connection; channelInactive follows.
    var _ = channel.close();
  }
}
