package dev.sluice.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.gateway.GrpcShop;
import dev.sluice.platform.process.Eventually;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A gRPC service as a version that speaks HTTP/2, deployed by a real engine and asked by its name.
@EnabledOnOs(OS.LINUX)
class GrpcThroughEngineTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName ONE = new VersionName(SHOP, 1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  private static Configuration shop(String label) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withProtocol(Protocol.H2C)
        .withCommand(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                GrpcShop.class.getName()))
        // It answers no probe by HTTP/1.1.
        .withHealth(new HealthCheck(HealthCheck.Kind.TCP, "/", 0, 2, 2, 1, 5))
        .withScaling(Scaling.fixed(1))
        .withEnvironment(List.of(EnvironmentVariable.plain("LABEL", label)));
  }

  private static void await(DeploymentEngine engine, Operation operation) {
    var ended = engine.awaitOperation(operation.id(), LIMIT);
    assertEquals(Operation.State.SUCCEEDED, ended.state(), ended.toString());
  }

  @Test
  @DisplayName("R45 gRPC calls reach a version that speaks HTTP/2, and none fails in its redeploy")
  void calls() throws Exception {
    try (var process = RunningEngineProcess.start(folder.resolve("data"));
        var engine = process.client()) {
      engine.createService(SHOP, true);
      var given = new NewVersion.Given(shop("a"), Optional.empty());
      await(engine, engine.createVersion(SHOP, new NewVersion(given, 100, "")));
      var channel =
          NettyChannelBuilder.forAddress(process.gateway().getHost(), process.gateway().getPort())
              .overrideAuthority("shop.localhost")
              .usePlaintext()
              .build();
      try {
        assertEquals("shop-001 1:hello", ask(channel, "hello"));
        var parts =
            ClientCalls.blockingServerStreamingCall(
                channel, GrpcShop.STREAM, CallOptions.DEFAULT, "1000");
        int count = 0;
        for (; parts.hasNext(); count++) {
          assertEquals("part " + count, parts.next());
        }
        assertEquals(1_000, count);

        var callers = new Callers(channel);
        try {
          await(engine, engine.redeploy(ONE, shop("b"), Optional.empty(), "", false));
          callers.awaitMore();
        } finally {
          callers.end();
        }
        assertEquals(List.of(), List.copyOf(callers.failures));
        assertTrue(ask(channel, "again").startsWith("shop-001 2:"), "the new revision answers");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static String ask(ManagedChannel channel, String request) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(channel, GrpcShop.UNARY, options, request);
  }

  /// Ask one thing after the other.
  private static final class Callers {
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<Thread> threads;
    private volatile boolean over;

    Callers(ManagedChannel channel) {
      threads = List.of(start(channel), start(channel));
    }

    private Thread start(ManagedChannel channel) {
      return Thread.ofVirtual()
          .start(
              () -> {
                while (!over) {
                  try {
                    var _ = ask(channel, "x");
                    answered.incrementAndGet();
                  } catch (RuntimeException e) {
                    failures.add(e.toString());
                  }
                }
              });
    }

    void awaitMore() {
      int soFar = answered.get();
      Eventually.holds("calls go on", () -> answered.get() > soFar + 20);
    }

    void end() throws InterruptedException {
      over = true;
      for (var thread : threads) {
        thread.join();
      }
    }
  }
}
