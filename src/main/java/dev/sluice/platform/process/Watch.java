package dev.sluice.platform.process;

import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/// Looks after all runs on one thread: notices the end of processes that are not our children,
/// which the system tells nobody else of, notes when logs grew and keeps them within bounds, and
/// says who uses too much memory where nothing holds it.
final class Watch implements Runnable {
  /// Short enough that an instance that died is out of rotation soon; a look costs one read each.
  private static final Duration PAUSE = Duration.ofMillis(150);

  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private final ProcessTable table;
  private final InstanceLogs logs;
  private final Supplier<Collection<WatchedRun>> runs;
  private final GoneListener listener;
  private final MemoryWatch memory;

  /// @param runs those that have not ended
  Watch(
      ProcessTable table,
      InstanceLogs logs,
      Supplier<Collection<WatchedRun>> runs,
      GoneListener listener,
      MemoryWatch memory) {
    this.table = table;
    this.logs = logs;
    this.runs = runs;
    this.listener = listener;
    this.memory = memory;
  }

  /// Hears that the process of a run is gone; called on the watching thread, returns soon.
  @FunctionalInterface
  interface GoneListener {
    void onGone(WatchedRun run);
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var present = runs.get();
        present.forEach(this::look);
        memory.look(present);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      // The platform was closed.
      Thread.currentThread().interrupt();
    }
  }

  private void look(WatchedRun run) {
    if (!run.isChild() && !table.isAlive(run.process())) {
      listener.onGone(run);
    }
    try {
      logs.of(run.spec().version(), run.spec().id()).look();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot look after the log of " + run.spec().id(), e);
    }
  }
}
