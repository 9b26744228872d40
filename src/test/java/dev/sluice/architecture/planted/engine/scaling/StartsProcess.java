package dev.sluice.architecture.planted.engine.scaling;

import java.io.IOException;

final class StartsProcess {
  Process start(String command) throws IOException {
    return new ProcessBuilder(command).start();
  }
}
