package dev.sluice.gateway.control;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Lets changes of the table through one at a time, none while the gateway is being handed over to
/// the next, and afterwards only those that the next one passes on.
public final class TableGate {
  private static final long LIMIT_SECONDS = 4;

  private final LongSupplier number;
  private final Semaphore open = new Semaphore(1, true);
  private volatile boolean handedOver;

  /// @param number of the present table
  public TableGate(LongSupplier number) {
    this.number = number;
  }

  /// Runs `change` when it is its turn.
  ///
  /// @param passedOn whether the next gateway has passed it on to us
  /// @throws IOException when it doesn't come to that; the caller asks again
  <T> T pass(boolean passedOn, Supplier<T> change) throws IOException, InterruptedException {
    acquire();
    try {
      if (handedOver && !passedOn) {
        throw new IOException("another gateway has taken over");
      }
      return change.get();
    } finally {
      open.release();
    }
  }

  private void acquire() throws IOException, InterruptedException {
    if (!open.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the gateway is being handed over");
    }
  }

  /// Holds changes back from now on.
  ///
  /// @return the number of the table that stays
  public long close() throws IOException, InterruptedException {
    acquire();
    if (handedOver) {
      open.release();
      throw new IOException("another gateway has taken over");
    }
    return number.getAsLong();
  }

  public void open() {
    open.release();
  }

  /// Opens for what the next gateway passes on.
  public void handOver() {
    handedOver = true;
    open.release();
  }
}
