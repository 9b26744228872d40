package dev.sluice.rest;

import dev.sluice.engine.port.GatewayTotals;
import java.io.IOException;

/// What the gateway has counted since it started, for those who collect it.
@FunctionalInterface
public interface GatewayCounts {
  /// @throws IOException when the gateway cannot be asked
  GatewayTotals read() throws IOException, InterruptedException;

  /// Where no gateway belongs to the engine.
  static GatewayCounts none() {
    return () -> {
      throw new IOException("no gateway belongs to this engine");
    };
  }
}
