package dev.sluice.architecture.planted.engine.scaling;

final class KillsProcess {
  boolean kill(ProcessHandle process) {
    return process.destroyForcibly();
  }
}
