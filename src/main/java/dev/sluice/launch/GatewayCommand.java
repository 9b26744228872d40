package dev.sluice.launch;

import dev.sluice.gateway.Gateway;
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

  @Override
  public Integer call() throws Exception {
    Logging.configure();
    var address = HostAndPort.parse("--listen", listen);
    var gateway =
        new Gateway(
            new Gateway.Options(
                address.host(), address.port(), socket, table, Main.version(), tls()));
    gateway.start();
    gateway.awaitEnd();
    return 0;
  }

  private Gateway.@Nullable Tls tls() {
    var entry = TlsEntry.of("--tls-listen", tlsListen, certificates);
    return entry == null ? null : entry.toTls();
  }
}
