package dev.sluice.bench;

import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/// The program as it is installed, which is what promises are made for.
public final class PackagedProgram {
  private static final Path PACKAGED = Path.of("target", "sluice");

  private PackagedProgram() {}

  /// The packaged program, prepared as its installer does; the classes where there is none, saying
  /// so.
  public static ProgramCommand prepared() throws IOException, InterruptedException {
    var jar = PACKAGED.resolve("lib", "sluice.jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      System.out.println("the program as classes, not packaged");
      return BenchEngine.program();
    }
    var command = List.of(PACKAGED.resolve("bin", "sluice").toString(), "prepare");
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("SLUICE_JAVA", System.getProperty("java.home"));
    if (builder.start().waitFor() != 0) {
      throw new IOException("the packaged program cannot be prepared");
    }
    var properties = new Properties();
    properties.setProperty("java.home", System.getProperty("java.home"));
    properties.setProperty("java.class.path", jar.toString());
    return ProgramCommand.of(properties);
  }
}
