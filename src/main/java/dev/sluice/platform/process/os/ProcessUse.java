package dev.sluice.platform.process.os;

import java.time.Duration;

/// What a group of processes has used so far and holds now.
public record ProcessUse(Duration cpu, long residentBytes) {
  ProcessUse plus(ProcessUse other) {
    return new ProcessUse(cpu.plus(other.cpu), residentBytes + other.residentBytes);
  }
}
