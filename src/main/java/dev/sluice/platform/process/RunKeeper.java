package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.engine.port.Platform.ReportListener;
import dev.sluice.platform.process.InstanceStart.Running;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Starts, takes over, watches and stops instances; knows every run of this engine.
final class RunKeeper {
  private static final System.Logger LOG = System.getLogger(RunKeeper.class.getName());
  private static final String GONE = "its process is gone; it ended while no engine was watching";

  private final ProcessTable table;
  private final InstanceStart start;
  private final Map<InstanceId, InstanceSlot> slots = new ConcurrentHashMap<>();
  private volatile ReportListener listener = (_, _) -> {};

  RunKeeper(ProcessTable table, InstanceStart start) {
    this.table = table;
    this.start = start;
  }

  void onReport(ReportListener newListener) {
    listener = newListener;
  }

  /// Those that have not ended.
  List<WatchedRun> running() {
    return slots.values().stream()
        .flatMap(slot -> slot.run().stream())
        .filter(run -> !run.hasEnded())
        .toList();
  }

  void run(InstanceSpec spec) throws InterruptedException {
    var slot = slot(spec.id());
    slot.lock().lockInterruptibly();
    Runnable announcement;
    try {
      var known = slot.run().filter(run -> run.spec().run() == spec.run());
      if (known.isPresent()) {
        announcement = () -> again(known.get(), spec);
      } else {
        slot.release();
        announcement = begin(slot, spec);
      }
    } finally {
      slot.lock().unlock();
    }
    // The listener is told without a lock; a stop in between silences the run first.
    announcement.run();
  }

  /// An engine that knows the handle already needs no second report.
  private void again(WatchedRun run, InstanceSpec spec) {
    if (run.hasEnded()) {
      lane(spec).say(run.exited());
    } else if (spec.handle().isEmpty()) {
      run.sayAgain();
    }
  }

  private Runnable begin(InstanceSlot slot, InstanceSpec spec) throws InterruptedException {
    try {
      var running = spec.handle().isPresent() ? start.takeOver(spec) : start.findUnnoted(spec);
      if (running.isEmpty() && spec.handle().isPresent()) {
        // Its children may have outlived it.
        String how = start.explain(spec, GONE);
        start.endRun(spec);
        return () -> lane(spec).say(new Report.Exited(spec.id(), spec.run(), how));
      }
      return watch(slot, spec, running.isPresent() ? running.get() : start.start(spec));
    } catch (IOException e) {
      String why = "did not start: " + e.getMessage();
      LOG.log(System.Logger.Level.INFO, "Instance " + spec.id() + " " + why);
      return () -> lane(spec).say(new Report.Exited(spec.id(), spec.run(), why));
    }
  }

  private Runnable watch(InstanceSlot slot, InstanceSpec spec, Running running) {
    var age = running.child().isPresent() ? Duration.ZERO : table.age(running.process());
    var run = new WatchedRun(spec, running, age, lane(spec));
    slot.hold(run);
    return () -> {
      run.begin();
      running.child().ifPresent(child -> watchChild(run, child));
    };
  }

  private void watchChild(WatchedRun run, Process child) {
    Thread.ofVirtual()
        .name("exit of " + run.spec().id())
        .start(
            () -> {
              try {
                conclude(run, WatchedRun.describe(child.waitFor()));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// For a process that is not our child, whose exit code nobody tells us.
  void onGone(WatchedRun run) {
    if (run.concludeOnce()) {
      Thread.ofVirtual()
          .name("end of " + run.spec().id())
          .start(() -> conclude(run, "ended; its exit code is not known to a restarted engine"));
    }
  }

  /// First ends what the process left behind (R62), then says that it has ended.
  private void conclude(WatchedRun run, String how) {
    String explained = start.explain(run.spec(), how);
    try {
      if (!run.isStopping()) {
        start.endRun(run.spec());
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Instance " + run.spec().id() + " left something", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    run.end(explained);
  }

  void stop(InstanceSpec spec, Duration grace) throws IOException, InterruptedException {
    var slot = slot(spec.id());
    // Before the lock is free, so that nothing is heard of the run while a start is waited for.
    slot.run().ifPresent(WatchedRun::stopWatching);
    slot.lock().lockInterruptibly();
    try {
      var leader = slot.run().filter(run -> !run.hasEnded()).map(WatchedRun::process);
      slot.run().ifPresent(WatchedRun::stopWatching);
      start.endAll(spec, leader.or(() -> recognised(spec)), grace);
      slot.release();
    } finally {
      slot.lock().unlock();
    }
  }

  private Optional<ProcessIdentity> recognised(InstanceSpec spec) {
    return start.takeOver(spec).map(Running::process);
  }

  void forget(InstanceId instance) {
    slots.remove(instance);
  }

  void close() {
    slots.values().stream().flatMap(slot -> slot.run().stream()).forEach(WatchedRun::stopWatching);
  }

  private InstanceSlot slot(InstanceId id) {
    return slots.computeIfAbsent(id, _ -> new InstanceSlot());
  }

  private ReportLane lane(InstanceSpec spec) {
    return new ReportLane(spec.version(), listener);
  }
}
