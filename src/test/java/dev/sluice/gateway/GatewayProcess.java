package dev.sluice.gateway;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.gateway.control.GatewayLink;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A gateway as it really runs: a process of its own, with the program's own settings.
final class GatewayProcess implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 30;

  private final Path directory;
  private final Process process;
  private final GatewayLink link;
  private final int port;
  private long table;

  GatewayProcess(Path directory) throws Exception {
    this(directory, GatewayFixture.freeEndpoint().port(), List.of(), List.of());
  }

  /// One that may open so many files.
  static GatewayProcess withFiles(Path directory, int most) throws Exception {
    var limiting = List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh");
    return new GatewayProcess(directory, GatewayFixture.freeEndpoint().port(), List.of(), limiting);
  }

  /// @param starter what starts the command that is behind it
  private GatewayProcess(Path directory, int port, List<String> more, List<String> starter)
      throws Exception {
    this.directory = directory;
    this.port = port;
    var socket = directory.resolve("gateway.sock");
    link = new GatewayLink(socket);
    var arguments =
        new ArrayList<>(
            List.of(
                "--listen",
                "127.0.0.1:" + port,
                "--socket",
                socket.toString(),
                "--table",
                directory.resolve("table").toString()));
    arguments.addAll(more);
    var command = new ArrayList<>(starter);
    command.addAll(ProgramCommand.of(System.getProperties()).gateway(arguments));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(directory.resolve("gateway.log").toFile()))
            .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (link.hello().filter(hello -> hello.pid() == process.pid()).isEmpty()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException(Files.readString(directory.resolve("gateway.log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    table = link.hello().orElseThrow().table();
  }

  /// Another one of the same directory, which takes over from this one.
  GatewayProcess next() throws Exception {
    return new GatewayProcess(directory, port, List.of("--take-over"), List.of());
  }

  Process process() {
    return process;
  }

  GatewayLink link() {
    return link;
  }

  int port() {
    return port;
  }

  /// Sends all traffic to this origin.
  ///
  /// @return the version's own address, where no host name is looked up
  Endpoint serve(TestOrigin origin) throws Exception {
    return serve(GatewayFixture.origin("shop-001-a", origin));
  }

  /// As above.
  Endpoint serve(RoutingTable.Origin origin) throws Exception {
    var address = GatewayFixture.freeEndpoint();
    var version =
        new RoutingTable.VersionRoute(GatewayFixture.version(1), address, List.of(origin), false);
    apply(GatewayFixture.service(GatewayFixture.percent(100), version));
    return address;
  }

  /// Routes by this service alone from now on.
  void apply(ServiceRoute service) throws Exception {
    if (!link.apply(new RoutingTable(++table, List.of(service))).isEmpty()) {
      throw new IOException("the version's address cannot be listened on");
    }
  }

  /// The most memory it has had resident at a time so far, in MiB.
  int peakMiB() throws IOException {
    return memory("VmHWM:");
  }

  /// How many descriptors it holds: those of its connections among them.
  int openDescriptors() throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return (int) descriptors.count();
    }
  }

  int residentMiB() throws IOException {
    return memory("VmRSS:");
  }

  private int memory(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
