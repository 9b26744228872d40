package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.http.Limits;
import dev.sluice.platform.process.Eventually;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The gateway between a gRPC client and gRPC servers as they are used everywhere.
class GrpcTest {
  @TempDir Path directory;
  private Gateway gateway;
  private GatewayLink link;
  private int port;
  private long tables;
  private final List<Server> servers = new ArrayList<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    var certificates = Files.createDirectory(directory.resolve("certificates"));
    TestCertificates.write(certificates, "shop", GatewayFixture.HOST);
    gateway =
        new Gateway(
            new Gateway.Options(
                "127.0.0.1",
                0,
                directory.resolve("gateway.sock"),
                directory.resolve("table.json"),
                "test",
                Limits.DEFAULT,
                new Gateway.Tls("127.0.0.1", 0, certificates)));
    port = gateway.start();
    link = new GatewayLink(directory.resolve("gateway.sock"));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.stop();
    for (var server : servers) {
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private Server server(String name) throws IOException {
    var server = GrpcShop.start(name, 0, cancelled::countDown);
    servers.add(server);
    return server;
  }

  private static RoutingTable.Origin origin(String instance, Server server) {
    return new RoutingTable.Origin(
        new InstanceId(instance),
        new Revision(1),
        new Endpoint("127.0.0.1", server.getPort()),
        Protocol.H2C);
  }

  private void route(int one, RoutingTable.Origin first, RoutingTable.Origin second)
      throws Exception {
    var service =
        GatewayFixture.service(
            GatewayFixture.percent(one, 100 - one), version(1, first), version(2, second));
    assertEquals(List.of(), link.apply(new RoutingTable(++tables, List.of(service))));
  }

  private final List<Endpoint> addresses = new ArrayList<>();

  private RoutingTable.VersionRoute version(int number, RoutingTable.Origin origin)
      throws IOException {
    while (addresses.size() < number) {
      addresses.add(GatewayFixture.freeEndpoint());
    }
    return new RoutingTable.VersionRoute(
        GatewayFixture.version(number), addresses.get(number - 1), List.of(origin), false);
  }

  private ManagedChannel client(boolean tls) throws Exception {
    var builder =
        NettyChannelBuilder.forAddress("127.0.0.1", tls ? gateway.tlsPort() : port)
            .overrideAuthority(GatewayFixture.HOST)
            .maxInboundMessageSize(64 * 1024 * 1024);
    return (tls
            ? builder.sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .build())
            : builder.usePlaintext())
        .build();
  }

  private static String ask(ManagedChannel client, String request) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(client, GrpcShop.UNARY, options, request);
  }

  @ParameterizedTest(name = "over TLS: {0}")
  @ValueSource(booleans = {true, false})
  @DisplayName("gRPC calls of every kind work through the gateway, statuses in trailers included")
  void calls(boolean tls) throws Exception {
    var server = server("a");
    route(100, origin("shop-001-a", server), origin("shop-002-a", server));
    var client = client(tls);
    try {
      assertEquals("a:hello", ask(client, "hello"));
      var large = "x".repeat(5_000_000);
      assertEquals("a:" + large, ask(client, large));

      int parts = 0;
      var stream =
          ClientCalls.blockingServerStreamingCall(
              client, GrpcShop.STREAM, CallOptions.DEFAULT, "1000");
      for (var it = stream; it.hasNext(); parts++) {
        assertEquals("part " + parts, it.next());
      }
      assertEquals(1_000, parts);

      for (var request : List.of("fail", "fail late")) {
        var failure = assertThrows(StatusRuntimeException.class, () -> ask(client, request));
        assertEquals(Status.Code.FAILED_PRECONDITION, failure.getStatus().getCode());
        assertEquals("no ä", failure.getStatus().getDescription());
        var trailers = failure.getTrailers();
        assertEquals("because", trailers == null ? "" : trailers.get(GrpcShop.DETAIL));
      }
      talk(client);
      var unknown =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  ClientCalls.blockingUnaryCall(
                      client, GrpcShop.method("other", MethodType.UNARY), CallOptions.DEFAULT, ""));
      assertEquals(Status.Code.UNIMPLEMENTED, unknown.getStatus().getCode());
    } finally {
      client.shutdownNow();
    }
  }

  private static void talk(ManagedChannel client) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var talk =
        ClientCalls.asyncBidiStreamingCall(
            client.newCall(GrpcShop.TALK, CallOptions.DEFAULT),
            new StreamObserver<String>() {
              @Override
              public void onNext(String value) {
                heard.add(value);
              }

              @Override
              public void onError(Throwable cause) {
                heard.add(cause.toString());
              }

              @Override
              public void onCompleted() {
                heard.add("end");
              }
            });
    for (int i = 0; i < 100; i++) {
      talk.onNext("word " + i);
      assertEquals("heard word " + i, heard.poll(10, TimeUnit.SECONDS));
    }
    talk.onCompleted();
    assertEquals("end", heard.poll(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("a call that the client cancels is cancelled at the server")
  void cancelled() throws Exception {
    var server = server("a");
    route(100, origin("shop-001-a", server), origin("shop-002-a", server));
    var client = client(true);
    try {
      var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
      var parts =
          ClientCalls.blockingServerStreamingCall(client, GrpcShop.STREAM, options, "for ever");
      assertEquals("begun", parts.next());
      client.shutdownNow();
      assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    } finally {
      client.shutdownNow();
    }
  }

  @Test
  @DisplayName("R45 no gRPC call fails while traffic moves and servers are replaced")
  void nothingLost() throws Exception {
    var one = server("1");
    var two = server("2");
    route(100, origin("shop-001-a", one), origin("shop-002-a", two));
    var client = client(true);
    var plain = client(false);
    var ended = new AtomicBoolean();
    var calls = new AtomicInteger();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var through = i % 2 == 0 ? client : plain;
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!ended.get()) {
                      try {
                        ask(through, "x");
                        calls.incrementAndGet();
                      } catch (RuntimeException e) {
                        failures.add(e);
                      }
                    }
                  }));
    }
    try {
      for (int round = 0; round < 10; round++) {
        int soFar = calls.get();
        // The old server of version 1 is replaced while calls are on their way to it.
        var next = server("1");
        var before = one;
        one = next;
        String name = "shop-001-" + (char) ('b' + round);
        route(round % 2 == 0 ? 30 : 70, origin(name, next), origin("shop-002-a", two));
        before.shutdown();
        assertTrue(before.awaitTermination(10, TimeUnit.SECONDS));
        Eventually.holds("calls go on", () -> calls.get() > soFar + 20);
      }
    } finally {
      ended.set(true);
      for (var caller : callers) {
        caller.join();
      }
      client.shutdownNow();
      plain.shutdownNow();
    }
    assertEquals(List.of(), failures);
  }
}
