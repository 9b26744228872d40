package dev.sluice.gateway;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A gRPC service that speaks plain text, in this process or as an instance of an engine.
public final class GrpcShop {
  /// Answers with the server's name and what was asked; a request that begins with `fail` fails.
  public static final MethodDescriptor<String, String> UNARY = method("unary", MethodType.UNARY);

  /// Answers with so many parts, or one and then nothing `for ever`.
  public static final MethodDescriptor<String, String> STREAM =
      method("stream", MethodType.SERVER_STREAMING);

  /// Repeats what it hears.
  static final MethodDescriptor<String, String> TALK = method("talk", MethodType.BIDI_STREAMING);

  static final Metadata.Key<String> DETAIL =
      Metadata.Key.of("x-detail", Metadata.ASCII_STRING_MARSHALLER);

  private GrpcShop() {}

  /// Serves at `PORT` as an instance, until it is asked to end.
  public static void main(String[] arguments) throws Exception {
    var name = System.getenv("SLUICE_VERSION") + " " + System.getenv("SLUICE_REVISION");
    var server = start(name, Integer.parseInt(System.getenv("PORT")), () -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
    server.awaitTermination();
  }

  private static void end(Server server) {
    try {
      server.shutdown().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static MethodDescriptor<String, String> method(String name, MethodType type) {
    var text = new Text();
    return MethodDescriptor.<String, String>newBuilder(text, text)
        .setFullMethodName("shop.Shop/" + name)
        .setType(type)
        .build();
  }

  private record Text() implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream in) {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// @param port 0 for any free one
  /// @param onCancelled when a stream that lasts for ever is cancelled
  static Server start(String name, int port, Runnable onCancelled) throws IOException {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
        .maxInboundMessageSize(64 * 1024 * 1024)
        .addService(
            ServerServiceDefinition.builder("shop.Shop")
                .addMethod(UNARY, ServerCalls.asyncUnaryCall((q, a) -> unary(name, q, a)))
                .addMethod(
                    STREAM,
                    ServerCalls.asyncServerStreamingCall((q, a) -> stream(q, a, onCancelled)))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcShop::talk))
                .build())
        .build()
        .start();
  }

  private static void unary(String name, String request, StreamObserver<String> answer) {
    if (request.startsWith("fail")) {
      var trailers = new Metadata();
      trailers.put(DETAIL, "because");
      if (request.equals("fail late")) {
        answer.onNext("first");
      }
      answer.onError(
          Status.FAILED_PRECONDITION.withDescription("no ä").asRuntimeException(trailers));
    } else {
      answer.onNext(name + ":" + request);
      answer.onCompleted();
    }
  }

  private static void stream(String request, StreamObserver<String> answer, Runnable onCancelled) {
    if (request.equals("for ever")) {
      answer.onNext("begun");
      ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(onCancelled);
      return;
    }
    for (int i = 0; i < Integer.parseInt(request); i++) {
      answer.onNext("part " + i);
    }
    answer.onCompleted();
  }

  private static StreamObserver<String> talk(StreamObserver<String> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String said) {
        answer.onNext("heard " + said);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }
}
