package dev.sluice.launch;

import dev.sluice.engine.core.EngineParts;
import dev.sluice.platform.process.program.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs an engine until it is told to end; instances and gateway live on.
@Command(
    name = "engine",
    description = "Runs the deployment engine.",
    mixinStandardHelpOptions = true)
final class EngineCommand implements Callable<Integer> {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where everything is kept; by default the user's own folder for programs' data.")
  private Path dataDir = DefaultFolders.data();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7400",
      description =
          "Where the API listens; port 0 for any free one. Beyond this computer, as with"
              + " 0.0.0.0:7400, over TLS only, with a certificate that the engine makes for itself"
              + " at its first start. Default: ${DEFAULT-VALUE}.")
  private String listen = "";

  @Option(
      names = "--name",
      paramLabel = "NAME[:PORT]",
      description =
          "A further name that the API answers to, besides this computer's own name and addresses;"
              + " may be given several times.")
  private List<String> names = List.of();

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "Certificate of the API with its chain, in PEM, in place of the engine's own.")
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Key of --tls-certificate, in PEM (PKCS #8, without a passphrase).")
  private @Nullable Path tlsKey;

  @Option(
      names = "--gateway",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8080",
      description =
          "Where the gateway listens; port 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private String gateway = "";

  @Option(
      names = "--gateway-tls",
      paramLabel = "HOST:PORT",
      description = "Where the gateway listens for TLS as well; needs --certificates.")
  private @Nullable String gatewayTls;

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description =
          "Folder of NAME.crt and NAME.key, in PEM, for --gateway-tls. Chosen by the name asked for;"
              + " read again when they change.")
  private @Nullable Path certificates;

  @Option(
      names = "--access-log",
      paramLabel = "off|all|1/N",
      defaultValue = "off",
      description =
          "Which requests the gateway writes to gateway-access.log in the data directory, a line of"
              + " JSON each: all, or one in N, and always those that failed."
              + " Default: ${DEFAULT-VALUE}.")
  private String accessLog = "";

  @Option(
      names = "--access-log-mib",
      paramLabel = "N",
      defaultValue = "10",
      description = "How much one file of that log may hold. Default: ${DEFAULT-VALUE}.")
  private int accessLogMebibytes;

  @Option(
      names = "--access-log-files",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many files of that log are kept. Default: ${DEFAULT-VALUE}.")
  private int accessLogFiles;

  @Option(
      names = "--idle-seconds",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "A version whose least number of instances is 0 has none after so long without a request."
              + " Default: ${DEFAULT-VALUE}.")
  private int idleSeconds;

  @Option(
      names = "--no-version-headers",
      description =
          "Leaves X-Sluice-Version and X-Sluice-Revision out of what the gateway answers.")
  private boolean noVersionHeaders;

  @Option(
      names = "--stop-all",
      description = "Ends the engine, all instances and the gateway of the data directory.")
  private boolean stopAll;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.configure();
    Path directory = dataDir.toAbsolutePath().normalize();
    if (stopAll) {
      StopAll.of(directory);
      return 0;
    }
    if (idleSeconds < 1) {
      throw new IllegalArgumentException(
          "--idle-seconds is %d; give 1 or more.".formatted(idleSeconds));
    }
    var api = ApiChoice.of(listen, names, tlsCertificate, tlsKey);
    var entry = HostAndPort.parse("--gateway", gateway);
    var tls = TlsEntry.of("--gateway-tls", gatewayTls, certificates);
    var logged = AccessLogChoice.of(accessLog, accessLogMebibytes, accessLogFiles);
    try (var held = DataDirectory.open(directory).lock()) {
      var program =
          EngineProgram.start(
              directory,
              api,
              entry,
              tls,
              logged,
              new EngineParts.Choices(Duration.ofSeconds(idleSeconds), !noVersionHeaders));
      var ended = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("engine-end")
                  .unstarted(
                      () -> {
                        program.stop();
                        ended.countDown();
                      }));
      var ready = program.ready();
      held.announce(ready.api(), ready.gateway(), ready.tokenFile(), ready.fingerprint());
      System.out.println(ready.write());
      System.out.flush();
      ended.await();
    }
    return 0;
  }
}
