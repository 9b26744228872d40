package dev.sluice.launch;

import java.nio.file.Path;

/// Placeholder until the console is merged.
final class ConsoleProgram {
  private ConsoleProgram() {}

  static int run(Path dataDirectory) throws Exception {
    try (var engine = LocalEngine.connect(dataDirectory)) {
      System.out.println(engine.info());
    }
    return 0;
  }
}
