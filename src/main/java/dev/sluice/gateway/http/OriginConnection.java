package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One connection to an instance: carries one exchange at a time, and none while it is pooled. What
/// arrives while nothing is asked for closes it: it must never become the answer to the next
/// request.
final class OriginConnection extends ChannelInboundHandlerAdapter implements OriginStream {
  private static final System.Logger LOG = System.getLogger(OriginConnection.class.getName());

  private final Channel channel;
  private final Endpoint endpoint;
  private final OriginPool pool;
  private final Limits limits;
  private final MessageWriter writer;
  private final HeadReader heads;
  private final Deadline pooledUntil;
  private @Nullable Exchange exchange;
  private @Nullable BodyReader body;
  private boolean toHead;
  private boolean answerStarted;
  private boolean untilClose;
  private boolean used;

  OriginConnection(Channel channel, Endpoint endpoint, OriginPool pool, Limits limits) {
    this.channel = channel;
    this.endpoint = endpoint;
    this.pool = pool;
    this.limits = limits;
    this.writer = new MessageWriter(channel);
    this.heads = HeadReader.ofAnswers(limits);
    this.pooledUntil = new Deadline(channel.eventLoop(), this::close);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public MessageSink writer() {
    return writer;
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean reading) {
    channel.config().setAutoRead(reading);
  }

  @Override
  public boolean reused() {
    return used;
  }

  boolean usable() {
    return channel.isActive() && exchange == null;
  }

  @Override
  public boolean answerStarted() {
    return answerStarted;
  }

  /// HTTP/1.1 has no words for it.
  @Override
  public boolean unprocessed() {
    return false;
  }

  @Override
  public void begin(Exchange next, boolean isHead) {
    pooledUntil.clear();
    exchange = next;
    toHead = isHead;
    answerStarted = false;
    untilClose = false;
    heads.reset();
  }

  @Override
  public void finish(boolean reusable) {
    if (reusable) {
      pool.put(this);
    } else {
      close();
    }
  }

  /// The present exchange is over, and the connection waits for the next one.
  void rest() {
    exchange = null;
    used = true;
    channel.config().setAutoRead(true);
    pooledUntil.set(limits.pooledTime());
  }

  @Override
  public void close() {
    exchange = null;
    pooledUntil.clear();
    writer.drop();
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    try {
      read(in);
      if (ctx.isRemoved() && in.isReadable()) {
        // It has become a tunnel.
        ctx.fireChannelRead(in.retain());
      }
    } finally {
      in.release();
    }
  }

  private void read(ByteBuf in) {
    try {
      boolean more = true;
      while (more && in.isReadable()) {
        var current = exchange;
        if (current == null) {
          close();
          return;
        }
        answerStarted = true;
        more = body == null ? readHead(current, in) : readBody(current, body, in);
      }
    } catch (BadMessageException e) {
      var current = exchange;
      if (current != null) {
        current.onBadAnswer(e);
      }
      close();
    }
  }

  /// @return whether what follows may be looked at
  private boolean readHead(Exchange current, ByteBuf in) throws BadMessageException {
    var head = heads.read(in);
    if (head == null) {
      return false;
    }
    var answer = IncomingAnswer.of(head, toHead);
    boolean more = !answer.switching();
    if (more && !answer.interim()) {
      if (answer.framing().equals(Framing.NONE)) {
        current.onAnswer(answer);
        end(current, null, in);
        return true;
      }
      body = BodyReader.of(answer.framing(), limits);
      untilClose = answer.framing() instanceof Framing.UntilClose;
    }
    current.onAnswer(answer);
    heads.reset();
    return more;
  }

  private boolean readBody(Exchange current, BodyReader reader, ByteBuf in)
      throws BadMessageException {
    if (!reader.read(in, current::onAnswerPart)) {
      return false;
    }
    end(current, reader.trailers(), in);
    return true;
  }

  private void end(Exchange current, @Nullable Head trailers, ByteBuf in) {
    body = null;
    // Over already when the exchange has given up in the middle.
    if (exchange == current) {
      current.onAnswerEnd(trailers, !in.isReadable());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushAnswer();
    }
    if (ctx.isRemoved()) {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.onOriginWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pooledUntil.end();
    writer.drop();
    var lost = exchange;
    if (lost != null && untilClose && body != null) {
      body = null;
      lost.onAnswerEnd(null, false);
    } else if (lost != null) {
      exchange = null;
      lost.onOriginClosed(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.log(System.Logger.Level.ERROR, "A connection of an origin failed", cause);
    }
    // A reset connection says no more than a closed one; channelInactive follows.
    untilClose = false;
    var _ = channel.close();
  }
}
