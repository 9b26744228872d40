package dev.sluice.bench;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How much a redeploy adds to the starts it is made of: instances of [SmallService] replaced one
/// by one, with surge and without a minimum healthy time, against as many starts of the same
/// program by hand in the same run. The promise is at most 1.5.
///
/// `-Dinstances=10` and `-Drounds=3` change how many.
public final class RedeployBench {
  private static final double PROMISE = 1.5;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final ServiceName SHOP = new ServiceName("shop");

  private final int instances;
  private final DeploymentEngine engine;

  private RedeployBench(int instances, DeploymentEngine engine) {
    this.instances = instances;
    this.engine = engine;
  }

  public static void main(String[] args) throws Exception {
    int instances = Integer.getInteger("instances", 10);
    int rounds = Integer.getInteger("rounds", 3);
    var ratios = new ArrayList<Double>();
    try (var process = BenchEngine.start()) {
      var bench = new RedeployBench(instances, process.client());
      System.out.printf("%d instances, batch 1, surge, no minimum healthy time%n", instances);
      System.out.println(process.client().info().enforcement().why());
      var version = bench.deploy();
      for (int round = 1; round <= rounds; round++) {
        ratios.add(bench.round(version, round));
      }
    }
    double median = ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
    System.out.printf("median ratio %.2f, promised at most %.1f%n", median, PROMISE);
    System.exit(median <= PROMISE ? 0 : 1);
  }

  private Configuration configuration(int round) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(service())
        // As much CPU as the starts by hand get.
        .withResources(new Resources(BigDecimal.valueOf(8), 16_384))
        .withHealth(new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3))
        .withScaling(Scaling.fixed(instances))
        .withRoll(new Roll(1, true, 0, 600))
        .withEnvironment(List.of(EnvironmentVariable.plain("LABEL", "round " + round)));
  }

  private static List<String> service() {
    var program = BenchEngine.program();
    return List.of(
        program.java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx32m",
        "-cp",
        program.classPath(),
        SmallService.class.getName());
  }

  private VersionName deploy() {
    engine.createService(SHOP, true);
    var given = new NewVersion.Given(configuration(0), Optional.empty());
    var created = engine.createVersion(SHOP, new NewVersion(given, 100, ""));
    succeed(created);
    return created.version().orElseThrow();
  }

  private double round(VersionName version, int round) throws Exception {
    long starts = 0;
    for (int i = 0; i < instances; i++) {
      starts += startByHand();
    }
    long begun = System.nanoTime();
    succeed(engine.redeploy(version, configuration(round), Optional.empty(), "", false));
    long took = System.nanoTime() - begun;
    double ratio = (double) took / starts;
    System.out.printf(
        "round %d: one start %.3f s, sum of %d starts %.2f s, redeploy %.2f s, ratio %.2f%n",
        round, seconds(starts / instances), instances, seconds(starts), seconds(took), ratio);
    return ratio;
  }

  private void succeed(Operation begun) {
    var ended = engine.awaitOperation(begun.id(), LIMIT);
    if (ended.state() != Operation.State.SUCCEEDED) {
      throw new IllegalStateException("the operation did not succeed: " + ended);
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /// From the start of the program until it answers its health check, in nanoseconds.
  private long startByHand() throws IOException, InterruptedException {
    int port = freePort();
    var builder =
        new ProcessBuilder(service())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("/dev/null")));
    builder.environment().put("PORT", Integer.toString(port));
    long begun = System.nanoTime();
    var process = builder.start();
    try {
      while (!isWell(port)) {
        if (!process.isAlive()) {
          throw new IOException("the service ended with exit code " + process.exitValue());
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
      return System.nanoTime() - begun;
    } finally {
      process.destroy();
      int _ = process.waitFor();
    }
  }

  private static boolean isWell(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
