package dev.sluice.gateway.framing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Another program that stands where our gateway stands, as Debian ships it and as strict as it
/// comes: only addresses and time-outs are set.
enum Neighbour {
  NGINX("nginx", "nginx.conf", "-v", "-c FILE -p DIRECTORY"),
  HAPROXY("haproxy", "haproxy.cfg", "-v", "-f FILE"),
  APACHE("apache2", "apache2.conf", "-v", "-DFOREGROUND -f FILE"),
  CADDY("caddy", "Caddyfile", "version", "run --adapter caddyfile --config FILE"),
  SQUID("squid", "squid.conf", "-v", "-N -f FILE"),
  H2O("h2o", "h2o.conf", "-v", "-c FILE");

  private static final long START_LIMIT_SECONDS = 30;

  private final String program;
  private final String configuration;
  private final String versionOption;
  private final String arguments;

  Neighbour(String program, String configuration, String versionOption, String arguments) {
    this.program = program;
    this.configuration = configuration;
    this.versionOption = versionOption;
    this.arguments = arguments;
  }

  /// Those that are not installed.
  static List<String> missing() {
    return Arrays.stream(values())
        .filter(neighbour -> neighbour.executable().isEmpty())
        .map(neighbour -> neighbour.program)
        .toList();
  }

  private Optional<Path> executable() {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private String path() {
    return executable().orElseThrow().toString();
  }

  /// Its name and version.
  String title() throws IOException {
    var process = new ProcessBuilder(path(), versionOption).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var number = Pattern.compile("[0-9]+\\.[0-9]+(\\.[0-9]+)?").matcher(output);
    return program + (number.find() ? " " + number.group() : "");
  }

  /// Starts it in front of an origin.
  ///
  /// @param directory an empty one, which others can read and write
  Running start(Path directory, int port, int originPort) throws IOException {
    var file = directory.resolve(configuration);
    Files.writeString(
        file,
        template()
            .replace("${DIRECTORY}", directory.toString())
            .replace("${PORT}", Integer.toString(port))
            .replace("${ORIGIN}", Integer.toString(originPort)));
    var command = new ArrayList<>(List.of(path()));
    for (String argument : arguments.split(" ", -1)) {
      command.add(
          argument.replace("FILE", file.toString()).replace("DIRECTORY", directory.toString()));
    }
    var log = directory.resolve("output.log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("XDG_DATA_HOME", directory.toString());
    builder.environment().put("XDG_CONFIG_HOME", directory.toString());
    return new Running(builder, log, port);
  }

  private String template() throws IOException {
    try (var in = Neighbour.class.getResourceAsStream("neighbours/" + configuration)) {
      if (in == null) {
        throw new FileNotFoundException(configuration);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// One that runs.
  static final class Running implements AutoCloseable {
    private final ProcessBuilder builder;
    private final Path log;
    private final int port;
    private Process process;

    private Running(ProcessBuilder builder, Path log, int port) throws IOException {
      this.builder = builder;
      this.log = log;
      this.port = port;
      this.process = builder.start();
      awaitListening();
    }

    int port() {
      return port;
    }

    /// It takes no connection any more: starts it again.
    void revive() throws IOException {
      close();
      process = builder.start();
      awaitListening();
    }

    private void awaitListening() throws IOException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
      while (true) {
        try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
          return;
        } catch (IOException e) {
          if (!process.isAlive() || System.nanoTime() > end) {
            close();
            throw new IOException(Files.readString(log), e);
          }
          LockSupport.parkNanos(20_000_000);
        }
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
