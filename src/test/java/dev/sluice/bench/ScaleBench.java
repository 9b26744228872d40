package dev.sluice.bench;

import dev.sluice.platform.process.program.DataDirectory;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How an engine does with a full store: from its start to `/readyz`, its list calls, and the
/// memory it lives in. The promise is below 2 s, 20 ms and 256 MiB with 1,000 services of 10
/// versions. Beside it, in the same run, an empty store: what of the start is the program itself.
///
/// It measures the packaged program, prepared as its installer does, where there is one: `mvn -q
/// -Pbench -DskipTests -Dbench=dev.sluice.bench.ScaleBench package exec:exec@bench`; else the
/// classes. `-Dservices=1000`, `-Dversions=10`, `-Drounds=5` and `-Dcalls=2000` change how many.
public final class ScaleBench {
  private static final double PROMISED_START = 2;
  private static final double PROMISED_P99 = 20;
  private static final double PROMISED_MEMORY = 256;
  private static final long LIMIT_SECONDS = 60;
  private static final String NOTHING = "/healthz";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ProgramCommand program;
  private final Path directory;
  private final String api;

  private ScaleBench(ProgramCommand program, Path directory) throws IOException {
    this.program = program;
    this.directory = directory;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.api = "127.0.0.1:" + socket.getLocalPort();
    }
  }

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("rounds", 5);
    var store =
        new FullStore(Integer.getInteger("services", 1_000), Integer.getInteger("versions", 10));
    var program = PackagedProgram.prepared();
    var root = DataDirectory.open(Files.createTempDirectory("sluice-bench")).path();
    var empty = new ScaleBench(program, DataDirectory.open(root.resolve("empty")).path());
    var full = new ScaleBench(program, DataDirectory.open(root.resolve("full")).path());
    System.out.printf("%d services with %d versions each%n", store.services(), store.versions());
    store.write(full.directory);
    boolean kept;
    try {
      var emptyStart = empty.starts(rounds);
      var fullStart = full.starts(rounds);
      System.out.printf(
          "start to /readyz, gateway running: median %.2f s, promised below %.0f s;"
              + " empty store %.2f s, ratio %.2f%n",
          fullStart.seconds(),
          PROMISED_START,
          emptyStart.seconds(),
          fullStart.seconds() / emptyStart.seconds());
      System.out.printf(
          "CPU time of such a start: %.2f s; empty store %.2f s%n",
          fullStart.cpu(), emptyStart.cpu());
      boolean loaded = full.load(Integer.getInteger("calls", 2_000));
      kept = loaded && fullStart.seconds() < PROMISED_START;
    } finally {
      empty.stopAll();
      full.stopAll();
    }
    System.exit(kept ? 0 : 1);
  }

  /// @return the median in seconds of all starts but the first, which starts the gateway as well
  private Start starts(int rounds) throws Exception {
    var seconds = new double[rounds];
    var cpu = new double[rounds];
    for (int i = -1; i < rounds; i++) {
      long begun = System.nanoTime();
      var process = start();
      awaitReady(process);
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - begun) / 1e9;
        cpu[i] = cpuSeconds(process);
      } else {
        System.out.printf("first start %.2f s%n", (System.nanoTime() - begun) / 1e9);
      }
      process.destroyForcibly();
      int _ = process.waitFor();
    }
    return new Start(at(seconds, 0.5), at(cpu, 0.5));
  }

  /// Medians of several starts.
  ///
  /// @param cpu time that the engine has used until then, which depends less on who else is busy
  private record Start(double seconds, double cpu) {}

  private static double cpuSeconds(Process process) {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private Process start() throws IOException {
    var output = directory.resolve("bench.out").toFile();
    return new ProcessBuilder(program.engine(directory, api, "127.0.0.1:0"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .start();
  }

  private void awaitReady(Process process) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    var request = HttpRequest.newBuilder(URI.create("http://" + api + "/readyz")).build();
    while (true) {
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(Files.readString(directory.resolve("bench.out")), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /// @return whether the promises on list calls and memory are kept
  private boolean load(int calls) throws Exception {
    var process = start();
    awaitReady(process);
    System.out.printf("memory when ready %.0f MiB%n", residentMiB(process));

    time(NOTHING, calls / 10);
    System.out.printf(
        "GET %s, which asks nothing: p99 %.2f ms is what the computer adds%n",
        NOTHING, at(time(NOTHING, calls), 0.99));
    boolean kept = true;
    for (var path :
        List.of(
            "/services?page=7&size=50",
            "/services?query=service-0042",
            "/services?size=1000",
            "/services/" + FullStore.name(7) + "/versions",
            "/operations?size=50")) {
      time(path, calls / 10);
      double cpu = cpuSeconds(process);
      double[] millis = time(path, calls);
      double used = (cpuSeconds(process) - cpu) * 1_000 / calls;
      double p99 = at(millis, 0.99);
      kept &= p99 < PROMISED_P99;
      System.out.printf(
          "GET %s: p50 %.2f ms, p99 %.2f ms, promised below %.0f ms; %.2f ms of CPU time each%n",
          path, at(millis, 0.5), p99, PROMISED_P99, used);
    }
    double memory = residentMiB(process);
    System.out.printf(
        "memory after %d calls %.0f MiB, promised below %.0f MiB%n",
        calls * 6 * 11 / 10, memory, PROMISED_MEMORY);
    process.destroy();
    int _ = process.waitFor();
    return kept && memory < PROMISED_MEMORY;
  }

  private double[] time(String path, int calls) throws Exception {
    String token = Files.readString(directory.resolve("admin.token")).strip();
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + api + (path.equals(NOTHING) ? "" : "/api/v1") + path))
            .header("Authorization", "Bearer " + token)
            .build();
    var millis = new double[calls];
    for (int i = 0; i < calls; i++) {
      long begun = System.nanoTime();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      millis[i] = (System.nanoTime() - begun) / 1e6;
      if (answer.statusCode() != 200) {
        throw new IOException(path + " -> " + answer.statusCode());
      }
    }
    return millis;
  }

  private static double at(double[] values, double share) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  private static double residentMiB(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private void stopAll() throws IOException, InterruptedException {
    BenchEngine.end(directory);
  }
}
