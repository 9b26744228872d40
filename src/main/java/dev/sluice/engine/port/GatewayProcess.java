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

  /// Starts a gateway of this program that takes over from the one that runs: without refusing a
  /// connection, and with the same table. Returns once it serves; the other one ends what it has.
  ///
  /// @throws IOException when that can't be done; the one that runs goes on then
  void replace() throws IOException, InterruptedException;

  /// Ends the gateway if it runs: `--stop-all`.
  void stop() throws IOException, InterruptedException;
}
