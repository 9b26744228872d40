package dev.sluice.launch;

import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program `sluice`: every part of it starts here.
///
/// No type of JavaFX may be named in a signature here or in a command: the engine, the gateway and
/// the sample run without it.
@Command(
    name = "sluice",
    description = "Releases services without losing a request.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ConsoleCommand.class,
      EngineCommand.class,
      GatewayCommand.class,
      PrepareCommand.class,
      SampleCommand.class
    })
public final class Main implements Runnable {
  private Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::explain)
            .execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /// One sentence for what can go wrong; a stack trace only for what should not.
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
      command.getErr().println("sluice: " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return 1;
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(built from sources)" : version;
  }

  /// Tells this program from another build or release of it, also where both have one version.
  static String program() {
    return version() + " " + ProgramCommand.of(System.getProperties()).digest();
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sluice " + version()};
    }
  }
}
