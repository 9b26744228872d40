package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One connection to an instance: carries one exchange at a time, and none while it is pooled.
final class OriginConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(OriginConnection.class.getName());

  private final Channel channel;
  private final Endpoint endpoint;
  private final AnswerDecoder decoder;
  private final Deadline pooledUntil;
  private @Nullable Exchange exchange;
  private boolean used;

  OriginConnection(Channel channel, Endpoint endpoint, AnswerDecoder decoder) {
    this.channel = channel;
    this.endpoint = endpoint;
    this.decoder = decoder;
    this.pooledUntil = new Deadline(channel.eventLoop(), this::close);
  }

  Channel channel() {
    return channel;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// Whether it has carried an exchange before the present one.
  boolean reused() {
    return used;
  }

  boolean usable() {
    return channel.isActive() && exchange == null;
  }

  /// Whether any byte of the answer to the present exchange has arrived.
  boolean answerStarted() {
    return decoder.answerStarted();
  }

  /// Sends the head for `next` and hands it what comes back from now on.
  void begin(Exchange next, HttpRequest head) {
    pooledUntil.clear();
    exchange = next;
    decoder.expect(HttpMethod.valueOf(head.method().name()));
    channel.config().setAutoRead(true);
    // No void promise: a write that fails must not close what may still be read.
    var _ = channel.write(head);
  }

  /// The present exchange is over, and the connection waits for the next one.
  void rest(Limits limits) {
    exchange = null;
    used = true;
    channel.config().setAutoRead(true);
    pooledUntil.set(limits.pooledTime());
  }

  /// The present exchange wants nothing more from this connection.
  void close() {
    exchange = null;
    pooledUntil.clear();
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var current = exchange;
    switch (message) {
      case IncomingAnswer answer when current != null -> current.onAnswer(answer);
      case HttpContent part when current != null -> current.onAnswerPart(part);
      case BadMessageException bad when current != null -> current.onBadAnswer(bad);
      default -> {
        ReferenceCountUtil.release(message);
        close();
      }
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
  public void channelInactive(ChannelHandlerContext ctx) {
    pooledUntil.clear();
    if (exchange != null) {
      var lost = exchange;
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
    var _ = channel.close();
  }
}
