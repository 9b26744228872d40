package dev.sluice.engine.port;

import java.io.IOException;

/// The gateway's process, which outlives the engine's.
public interface GatewayProcess {

  /// Makes sure that a gateway for this engine runs: finds the one left by an earlier engine, or
  /// starts one. Returns once its control channel accepts connections.
  ///
  /// @return true when another process answers than when this was asked last, so that it may need a
  ///   table
  /// @throws IOException when none could be started, with a sentence that says why (for example
  ///   that the port is in use) and the gateway's last words
  boolean ensureRunning() throws IOException, InterruptedException;

  /// Ends the gateway if it runs: `--stop-all`.
  void stop() throws IOException, InterruptedException;
}
