package dev.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes a message to one stream of an HTTP/2 connection. The last frame before a flush is kept
/// back, so that it can say itself that nothing follows: gRPC tells answers apart by that.
final class Http2Writer implements MessageSink {
  private final Channel channel;
  private final Function<ByteBuf, Http2Headers> translation;

  /// Tells nobody: whoever reads will notice the end of the stream.
  private final ChannelPromise promise;

  private @Nullable ByteBuf head;
  private @Nullable Http2Headers waitingHead;
  private @Nullable ByteBuf waitingPart;
  private @Nullable ChannelFuture begun;
  private @Nullable ChannelFuture ended;

  /// @param translation of a head as HTTP/1.1 has it
  Http2Writer(Channel channel, Function<ByteBuf, Http2Headers> translation) {
    this.channel = channel;
    this.translation = translation;
    this.promise = new VoidChannelPromise(channel, false);
  }

  /// Reads on from a stream, or stops. What is read gives its window back, and the other side must
  /// hear of that at once: with an empty window nothing else would come to take the word along.
  /// Netty writes the word, but sends it only where this begins a read, not where one is wished for
  /// already (`Http2ReadingTest`).
  static void setReading(Channel stream, boolean reading) {
    boolean resumed = reading && !stream.config().isAutoRead();
    stream.config().setAutoRead(reading);
    if (resumed) {
      var _ = stream.parent().flush();
    }
  }

  @Override
  public ByteBuf head(int atLeast, boolean chunked) {
    writeWaiting();
    var room = channel.alloc().heapBuffer(atLeast);
    head = room;
    return room;
  }

  private void translateHead() {
    var written = head;
    if (written != null) {
      head = null;
      waitingHead = translation.apply(written);
      written.release();
    }
  }

  @Override
  public void part(ByteBuf data) {
    if (data.isReadable()) {
      writeWaiting();
      waitingPart = data;
    } else {
      data.release();
    }
  }

  private void writeWaiting() {
    translateHead();
    var waiting = takeWaiting(false);
    if (waiting != null) {
      write(waiting);
    }
  }

  private void write(Http2StreamFrame frame) {
    if (begun == null) {
      begun = channel.write(frame);
    } else {
      var _ = channel.write(frame, promise);
    }
  }

  private @Nullable Http2StreamFrame takeWaiting(boolean last) {
    var fields = waitingHead;
    var part = waitingPart;
    waitingHead = null;
    waitingPart = null;
    if (fields != null) {
      return new DefaultHttp2HeadersFrame(fields, last);
    }
    return part == null ? null : new DefaultHttp2DataFrame(part, last);
  }

  @Override
  public void end(@Nullable Head trailers) {
    translateHead();
    var fields = trailers == null ? null : Http2Heads.toTrailers(trailers);
    if (fields != null && !fields.isEmpty()) {
      writeWaiting();
      ended = channel.write(new DefaultHttp2HeadersFrame(fields, true));
    } else {
      var last = takeWaiting(true);
      ended = channel.write(last == null ? new DefaultHttp2DataFrame(true) : last);
    }
    if (begun == null) {
      begun = ended;
    }
  }

  /// Whether its beginning did not go out, so that the other side knows nothing of it.
  boolean lost() {
    return begun != null && begun.isDone() && !begun.isSuccess();
  }

  /// Done when the end of the message is with the operating system, or lost; null before [#end].
  @Nullable ChannelFuture ended() {
    return ended;
  }

  @Override
  public void flush() {
    writeWaiting();
    channel.flush();
  }

  /// Forgets what waits for a flush.
  void drop() {
    var written = head;
    if (written != null) {
      head = null;
      written.release();
    }
    waitingHead = null;
    var part = waitingPart;
    if (part != null) {
      waitingPart = null;
      part.release();
    }
  }
}
