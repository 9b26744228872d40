package dev.sluice.engine.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for the gateway, never on a writer.
final class Acknowledgements {
  /// Long enough for a gateway that died to be started again.
  private static final int LONGEST_SECONDS = 15;

  private Acknowledgements() {}

  static void await(CompletableFuture<Void> routed) {
    try {
      routed.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Problems.gatewaySilent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.stopping();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a routing table is acknowledged or waited for", e);
    }
  }
}
