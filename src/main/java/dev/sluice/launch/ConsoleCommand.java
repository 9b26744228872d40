package dev.sluice.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Opens the console on the engine of this computer, which is started if none runs.
@Command(
    name = "console",
    description = "Opens the console; starts an engine on this computer if none runs.",
    mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The engine's data directory; by default the user's own.")
  private Path dataDir = DefaultFolders.data();

  @Override
  public Integer call() throws Exception {
    Logging.configure();
    return ConsoleProgram.run(dataDir.toAbsolutePath().normalize());
  }
}
