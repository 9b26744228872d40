package dev.sluice.launch;

import dev.sluice.gateway.Gateway;
import dev.sluice.gateway.access.AccessLog;
import dev.sluice.gateway.http.Limits;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the gateway of a data directory. The engine starts it.
@Command(
    name = "gateway",
    description = "Runs the gateway of an engine. The engine starts it by itself.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class GatewayCommand implements Callable<Integer> {
  @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", description = "Where.")
  private String listen = "";

  @Option(names = "--socket", required = true, description = "Where the engine connects.")
  private Path socket = Path.of("");

  @Option(names = "--table", required = true, description = "Where the last table is kept.")
  private Path table = Path.of("");

  @Option(
      names = "--tls-listen",
      paramLabel = "HOST:PORT",
      description = "Where it listens for TLS as well.")
  private @Nullable String tlsListen;

  @Option(names = "--certificates", paramLabel = "DIR", description = "PEM files for TLS.")
  private @Nullable Path certificates;

  @Option(names = "--access-log", paramLabel = "FILE", description = "Where requests are logged.")
  private @Nullable Path accessLog;

  @Option(names = "--access-log-every", paramLabel = "N", description = "One request in N.")
  private int accessLogEvery = 1;

  @Option(names = "--access-log-mib", paramLabel = "N", description = "Most of one file.")
  private int accessLogMebibytes = 10;

  @Option(names = "--access-log-files", paramLabel = "N", description = "Files that are kept.")
  private int accessLogFiles = 5;

  @Option(
      names = "--take-over",
      description = "Takes over from the gateway that runs, without refusing a connection.")
  private boolean takeOver;

  @Override
  public Integer call() throws Exception {
    Logging.configure();
    var address = HostAndPort.parse("--listen", listen);
    var gateway =
        new Gateway(
            new Gateway.Options(
                address.host(),
                address.port(),
                socket,
                table,
                Main.program(),
                Limits.DEFAULT,
                tls(),
                accessLog(),
                takeOver));
    gateway.start();
    gateway.awaitEnd();
    return 0;
  }

  private AccessLog.@Nullable Options accessLog() {
    return accessLog == null
        ? null
        : new AccessLog.Options(
            accessLog, accessLogEvery, (long) accessLogMebibytes << 20, accessLogFiles);
  }

  private Gateway.@Nullable Tls tls() {
    var entry = TlsEntry.of("--tls-listen", tlsListen, certificates);
    return entry == null ? null : entry.toTls();
  }
}
