package dev.sluice.domain.service;

import java.math.BigDecimal;

/// What one instance may use.
///
/// @param cpu cores, for example 0.5
/// @param memoryMiB mebibytes
public record Resources(BigDecimal cpu, int memoryMiB) {
  /// R13.
  public static final Resources DEFAULT = new Resources(new BigDecimal("0.5"), 1024);

  public Resources {
    cpu = cpu.stripTrailingZeros();
    if (cpu.scale() < 0) {
      cpu = cpu.setScale(0);
    }
  }
}
