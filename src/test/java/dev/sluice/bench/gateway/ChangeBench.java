package dev.sluice.bench.gateway;

import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.traffic.RoutePublisher;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.gateway.route.TestRoutes;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long a change of one service takes from the call to the gateway's acknowledgement, among few
/// services and among 10,000 with 10 versions and 10 instances each, while requests run.
public final class ChangeBench {
  private static final int[] SHARES = {91, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  private static final int[] OTHER = {1, 91, 1, 1, 1, 1, 1, 1, 1, 1};
  private static final int INSTANCES = 10;
  private static final int FIRST_PORT = 20_000;
  private static final int PER_SECOND = 1_000;
  private static final int CHANGES = 400;

  private ChangeBench() {}

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      serve(new ServerSocket(FIRST_PORT + i, 1024, InetAddress.ofLiteral("127.0.0.1")));
    }
    for (int services : new int[] {10, Integer.getInteger("services", 10_000)}) {
      measure(services);
    }
    System.exit(0);
  }

  private static void measure(int services) throws Exception {
    var folder = Files.createTempDirectory("sluice-changes");
    int port = freePort();
    var process = gateway(folder, port);
    var link = new GatewayLink(folder.resolve("gateway.sock"));
    try {
      while (link.hello().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      var publisher = new RoutePublisher(link, new Running(), 1);
      var all = new ArrayList<ServiceRoute>();
      for (int i = 0; i < services; i++) {
        all.add(TestRoutes.service("s" + i, i, INSTANCES, SHARES));
      }
      long begun = System.nanoTime();
      publisher.start(all).get(10, TimeUnit.MINUTES);
      double whole = (System.nanoTime() - begun) / 1e9;
      try (var load =
          new PacedLoad(URI.create("http://127.0.0.1:" + port), "s0.localhost", PER_SECOND)) {
        load.awaitAnswered(2_000);
        report(services, whole, changes(publisher, services), load, process.pid());
      }
      publisher.stop();
    } finally {
      process.destroyForcibly().waitFor();
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (var found = Files.walk(folder)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : files) {
      Files.delete(file);
    }
  }

  private static long[] changes(RoutePublisher publisher, int services) throws Exception {
    var took = new long[CHANGES];
    for (int i = 0; i < CHANGES + 100; i++) {
      int which = i * 37 % services;
      var next =
          TestRoutes.service("s" + which, which, INSTANCES, i / services % 2 == 0 ? OTHER : SHARES);
      long begun = System.nanoTime();
      publisher.publish(next).get(1, TimeUnit.MINUTES);
      if (i >= 100) {
        took[i - 100] = System.nanoTime() - begun;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Arrays.sort(took);
    return took;
  }

  private static void report(int services, double whole, long[] took, PacedLoad load, long pid)
      throws IOException {
    System.out.printf(
        "%,d services x 10 versions x %d instances: whole table %.2f s; change p50 %.1f ms, p99 %.1f"
            + " ms (promised: under 20), most %.1f ms; %.0f requests/s, %d failed; gateway %d MiB;"
            + " load average %s%n",
        services,
        INSTANCES,
        whole,
        took[took.length / 2] / 1e6,
        took[took.length * 99 / 100] / 1e6,
        took[took.length - 1] / 1e6,
        load.perSecond(),
        load.failed(),
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
            .sum(),
        PacedLoad.loadAverage());
  }

  private static Process gateway(Path folder, int port) throws IOException {
    var arguments =
        List.of(
            "--listen",
            "127.0.0.1:" + port,
            "--socket",
            folder.resolve("gateway.sock").toString(),
            "--table",
            folder.resolve("table").toString());
    return new ProcessBuilder(ProgramCommand.of(System.getProperties()).gateway(arguments))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("gateway.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  private static void serve(ServerSocket server) {
    var _ = Thread.ofVirtual().start(() -> accept(server));
  }

  private static void accept(ServerSocket server) {
    try {
      while (true) {
        var socket = server.accept();
        var _ = Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (skipHead(in)) {
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                    .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The gateway has closed it.
    }
  }

  private static boolean skipHead(BufferedInputStream in) throws IOException {
    int ends = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
      if (ends == 2) {
        return true;
      }
    }
    return false;
  }

  /// The gateway is started by the benchmark itself.
  private static final class Running implements GatewayProcess {
    @Override
    public boolean ensureRunning() {
      return false;
    }

    @Override
    public void replace() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
      throw new UnsupportedOperationException();
    }
  }
}
