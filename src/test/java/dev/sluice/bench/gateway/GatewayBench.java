package dev.sluice.bench.gateway;

import static java.util.Objects.requireNonNull;

import dev.sluice.bench.PackagedProgram;
import dev.sluice.gateway.TestCertificates;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What a request costs in our gateway, in nginx, HAProxy and caddy, all with the same split over
/// the same origins. Rounds are interleaved, and a ratio compares with nginx in the same round,
/// because the machine is noisy. One worker each, alone on one core; load and origins share the
/// other.
///
/// Latencies are measured twice. At full load whoever is fastest makes the load's core the narrow
/// place and so waits longest for *it*; at the same pace for all, about half of what nginx carries,
/// what is measured is the proxy.
///
/// Properties: `rounds`, `seconds` of a round, `warm` seconds of CPU time before, `scenarios`
/// (names separated by commas), and `other`, a class path with another build of the gateway, which
/// then runs along.
public final class GatewayBench {
  private static final String LOAD_CORE = "1";
  private static final String HOST = Contender.HOST;

  /// CPU time after which a Java has compiled what it compiles, and the others have their memory.
  private static final int WARM_SECONDS = Integer.getInteger("warm", 12);

  private static final int WARM_LIMIT_SECONDS = 120;
  private static final double MEMORY_BAR = 100;

  private final Path directory;
  private final List<Contender> contenders;
  private final int rounds = Integer.getInteger("rounds", 7);
  private final int seconds = Integer.getInteger("seconds", 3);
  private boolean kept = true;

  private GatewayBench(Path directory, List<Contender> contenders) {
    this.directory = directory;
    this.contenders = contenders;
  }

  /// One contender's figures of one round.
  ///
  /// @param micros of CPU time per request
  /// @param p50 milliseconds, like the others
  private record Sample(
      double micros, double perSecond, double p50, double p99, double p999, long errors) {}

  /// All rounds of one contender.
  ///
  /// @param full as fast as it goes
  /// @param paced at the same pace for all
  private record Samples(List<Sample> full, List<Sample> paced) {
    Samples() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    long errors() {
      return Stream.concat(full.stream(), paced.stream()).mapToLong(Sample::errors).sum();
    }
  }

  public static void main(String[] args) throws Exception {
    requirePrograms();
    var directory = Files.createTempDirectory("sluice-bench");
    TestCertificates.write(directory, "bench", HOST);
    Files.writeString(
        directory.resolve("bench.pem"),
        Files.readString(directory.resolve("bench.crt"))
            + Files.readString(directory.resolve("bench.key")));
    int first = Contender.freePort();
    int second = Contender.freePort();
    int echo = Contender.freePort();
    var echoing =
        Contender.start(
            LOAD_CORE, directory.resolve("echo.log"), java(EchoOrigin.class, "" + echo));
    var origins = origins(directory, first, second, echo);
    boolean kept;
    var contenders = new ArrayList<Contender>();
    try {
      contenders.add(Contender.nginx(directory, first, second));
      contenders.add(
          Contender.sluice("Sluice", PackagedProgram.prepared(), directory, first, second));
      contenders.add(Contender.haproxy(directory, first, second));
      contenders.add(Contender.caddy(directory, first, second));
      String other = System.getProperty("other", "");
      if (!other.isEmpty()) {
        contenders.add(Contender.sluice("other", program(other), directory, first, second));
      }
      kept = new GatewayBench(directory, contenders).run();
    } finally {
      for (var contender : contenders) {
        contender.close();
      }
      echoing.destroy();
      origins.descendants().forEach(ProcessHandle::destroy);
      origins.destroy();
      int _ = origins.waitFor();
      delete(directory);
    }
    System.exit(kept ? 0 : 1);
  }

  private static void requirePrograms() {
    for (var name : List.of("nginx", "haproxy", "caddy", "wrk", "taskset")) {
      boolean found =
          Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
      if (!found) {
        System.err.println(
            name
                + " is missing; install it: apt-get install nginx-light haproxy caddy wrk"
                + " util-linux");
        System.exit(1);
      }
    }
  }

  private static ProgramCommand program(String classPath) {
    var properties = new Properties();
    properties.setProperty("java.home", System.getProperty("java.home"));
    properties.setProperty("java.class.path", classPath);
    return ProgramCommand.of(properties);
  }

  /// A program of ours, in a Java of its own.
  static List<String> java(Class<?> program, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process origins(Path directory, int first, int second, int echo) throws Exception {
    var folder = Files.createDirectory(directory.resolve("www"));
    Files.write(folder.resolve("large"), new byte[64 * 1024]);
    makeReadable(directory, folder);
    var file = directory.resolve("origins.conf");
    var server =
        """
          server {
            listen 127.0.0.1:%d backlog=4096;
            location / { default_type text/plain; return 200 "hello from version %s\\n"; }
            location /large { root %s; }
            location /ws {
              proxy_pass http://127.0.0.1:%d; proxy_http_version 1.1;
              proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
            }
            # Reads the body to its end, which "return" alone would not.
            location /upload {
              proxy_pass http://127.0.0.1:%d/; proxy_method GET; client_body_buffer_size 2m;
              proxy_pass_request_body off; proxy_set_header Content-Length "";
            }
          }
        """;
    Files.writeString(
        file,
        """
        daemon off; worker_processes 1; pid %s/origins.pid; error_log stderr;
        events { worker_connections 4096; }
        http {
          access_log off; keepalive_timeout 60s; keepalive_requests 1000000000;
          client_max_body_size 0; client_body_temp_path %s/origins-body;
        %s%s}
        """
            .formatted(
                directory,
                directory,
                server.formatted(first, "one", folder, echo, first),
                server.formatted(second, "two", folder, echo, second)));
    var process =
        Contender.start(
            LOAD_CORE,
            directory.resolve("origins.log"),
            List.of("nginx", "-c", file.toString(), "-p", directory.toString()));
    Contender.awaitListening(process, first);
    return process;
  }

  /// The origins' worker is another user when we are root.
  private static void makeReadable(Path... folders) {
    for (var folder : folders) {
      boolean _ = folder.toFile().setExecutable(true, false);
      boolean _ = folder.toFile().setReadable(true, false);
    }
  }

  private boolean run() throws Exception {
    for (var contender : contenders) {
      checkSplit(contender);
    }
    System.out.printf(
        "%d rounds of %d s, interleaved; CPU time per request of the whole process; ratio to nginx"
            + " in the same round%n%n",
        rounds, seconds);
    System.out.println(
        "| load | | µs CPU | ratio (least to most) | requests/s | p50, p99, p99.9 ms |"
            + " at a pace of requests/s | p50, p99, p99.9 ms | MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    String wanted = System.getProperty("scenarios", "");
    for (var scenario : Scenario.values()) {
      if (wanted.isEmpty() || List.of(wanted.split(",", -1)).contains(scenario.name())) {
        run(scenario);
      }
    }
    System.out.println();
    System.out.println(kept ? "The bar is kept." : "The bar is not kept.");
    return kept;
  }

  private static void checkSplit(Contender contender) throws IOException {
    int first = 0;
    int tries = 1_000;
    try (var client = new SimpleClient(contender.port())) {
      for (int i = 0; i < tries; i++) {
        first += client.get("/").contains("version one") ? 1 : 0;
      }
    }
    if (first < tries * 0.72 || first > tries * 0.88) {
      throw new IOException(contender.name() + " gives version one " + first + " of " + tries);
    }
  }

  private void run(Scenario scenario) throws Exception {
    for (var contender : contenders) {
      warm(scenario, contender);
    }
    Map<Contender, Samples> samples = new LinkedHashMap<>();
    contenders.forEach(contender -> samples.put(contender, new Samples()));
    for (int round = 0; round < rounds; round++) {
      for (var contender : contenders) {
        samplesOf(contender, samples).full().add(measure(scenario, contender, seconds, 0));
      }
    }
    // Thinking as long as nginx answers halves its load.
    int pause =
        (int) Math.ceil(median(samplesOf(contenders.getFirst(), samples).full(), Sample::p50));
    for (int round = 0; round < rounds; round++) {
      for (var contender : contenders) {
        samplesOf(contender, samples).paced().add(measure(scenario, contender, seconds, pause));
      }
    }
    for (var contender : contenders) {
      report(scenario, contender, samples);
    }
  }

  private static Samples samplesOf(Contender contender, Map<Contender, Samples> samples) {
    return requireNonNull(samples.get(contender));
  }

  /// By CPU time: on a busy machine a compiler needs long to get its share.
  private void warm(Scenario scenario, Contender contender) throws Exception {
    long until = contender.cpuMicros() + TimeUnit.SECONDS.toMicros(WARM_SECONDS);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_LIMIT_SECONDS);
    while (contender.cpuMicros() < until && System.nanoTime() < limit) {
      var _ = measure(scenario, contender, 4, 0);
    }
  }

  /// @param pause milliseconds on average before each request of a connection
  private Sample measure(Scenario scenario, Contender contender, int seconds, int pause)
      throws Exception {
    var script = directory.resolve(scenario.name() + pause + ".lua");
    Files.writeString(script, scenario.script(pause));
    long before = contender.cpuMicros();
    var command = new ArrayList<>(List.of("taskset", "-c", LOAD_CORE));
    command.addAll(scenario.command(script.toString(), contender, seconds, pause));
    var load = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int _ = load.waitFor();
    double micros = contender.cpuMicros() - before;
    var result =
        output
            .lines()
            .filter(line -> line.startsWith("RESULT "))
            .findFirst()
            .orElseThrow(() -> new IOException(output))
            .split(" ", -1);
    double requests = Double.parseDouble(result[1]);
    return new Sample(
        micros / requests,
        requests / (Double.parseDouble(result[2]) / 1e6),
        Double.parseDouble(result[3]) / 1e3,
        Double.parseDouble(result[4]) / 1e3,
        Double.parseDouble(result[5]) / 1e3,
        Long.parseLong(result[6]));
  }

  private void report(Scenario scenario, Contender contender, Map<Contender, Samples> samples)
      throws IOException {
    var own = samplesOf(contender, samples);
    var nginx = samplesOf(contenders.getFirst(), samples);
    var ratios = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ratios[i] = own.full().get(i).micros() / nginx.full().get(i).micros();
    }
    Arrays.sort(ratios);
    double ratio = ratios[rounds / 2];
    double memory = contender.residentMiB();
    System.out.printf(
        "| %s | %s | %.1f | %.2f (%.2f to %.2f) | %.0f | %s | %.0f | %s | %.0f |%s%n",
        scenario.title(),
        contender.name(),
        median(own.full(), Sample::micros),
        ratio,
        ratios[0],
        ratios[rounds - 1],
        median(own.full(), Sample::perSecond),
        latencies(own.full()),
        median(own.paced(), Sample::perSecond),
        latencies(own.paced()),
        memory,
        own.errors() == 0 ? "" : " " + own.errors() + " errors");
    if (contender.name().equals("Sluice")) {
      kept &= own.errors() == 0 && ratio <= scenario.bar() && memory < MEMORY_BAR;
      kept &= median(own.paced(), Sample::p99) <= median(nginx.paced(), Sample::p99);
    }
  }

  private static String latencies(List<Sample> samples) {
    return "%.1f, %.1f, %.1f"
        .formatted(
            median(samples, Sample::p50),
            median(samples, Sample::p99),
            median(samples, Sample::p999));
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    var values = samples.stream().mapToDouble(figure).sorted().toArray();
    return values[values.length / 2];
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (var found = Files.walk(folder)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : files) {
      Files.deleteIfExists(file);
    }
  }
}
