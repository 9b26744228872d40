package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.platform.process.health.ProbeLoop;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One run that is being watched: reports when it becomes ready, stops being so, and ends. Reports
/// come one at a time, and none after the end or after [#cease].
final class Watch {
  /// How soon the end of a process is seen that is not our child.
  private static final long LOOK_MILLIS = 100;

  private final InstanceSpec instance;
  private final ProcessTable table;
  private final ProcessIdentity process;
  private final Endpoint endpoint;
  private final Consumer<Report> reports;
  private final ReentrantLock order = new ReentrantLock();
  private final Thread probing;
  private final Thread waiting;
  private boolean over;

  /// @param child the process, when it is ours and not taken over
  Watch(
      InstanceSpec instance,
      ProcessTable table,
      ProcessIdentity process,
      Endpoint endpoint,
      Optional<Process> child,
      Consumer<Report> reports) {
    this.instance = instance;
    this.table = table;
    this.process = process;
    this.endpoint = endpoint;
    this.reports = reports;
    var loop =
        new ProbeLoop(
            instance.configuration().health(), endpoint, table.age(process), new Health());
    this.probing = Thread.ofVirtual().name("probe-" + instance.id()).unstarted(loop);
    this.waiting =
        Thread.ofVirtual().name("watch-" + instance.id()).unstarted(() -> awaitEnd(child));
  }

  InstanceSpec instance() {
    return instance;
  }

  ProcessIdentity process() {
    return process;
  }

  void begin() {
    tellStarted();
    probing.start();
    waiting.start();
  }

  /// Says again what is running, to an engine that asks again.
  void tellStarted() {
    report(
        new Report.Started(
            instance.id(),
            instance.run(),
            new Handle(Long.toString(process.pid()), process.text()),
            endpoint));
  }

  /// No report will come any more.
  void cease() {
    order.lock();
    try {
      over = true;
    } finally {
      order.unlock();
    }
    probing.interrupt();
    waiting.interrupt();
  }

  private void awaitEnd(Optional<Process> child) {
    try {
      String how;
      if (child.isPresent()) {
        how = describe(child.get().waitFor());
      } else {
        while (table.isAlive(process)) {
          Thread.sleep(LOOK_MILLIS);
        }
        how = "it ended while another engine had started it, so its exit code is not known";
      }
      report(new Report.Exited(instance.id(), instance.run(), how));
      cease();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The JDK gives 128 + n for signal n.
  static String describe(int exitCode) {
    return exitCode > 128 && exitCode < 160
        ? "killed by signal " + (exitCode - 128)
        : "exit code " + exitCode;
  }

  private void report(Report report) {
    order.lock();
    try {
      if (!over) {
        reports.accept(report);
      }
    } finally {
      order.unlock();
    }
  }

  private final class Health implements ProbeLoop.Listener {
    @Override
    public void onReady() {
      report(new Report.Ready(instance.id(), instance.run()));
    }

    @Override
    public void onUnready(String reason) {
      report(new Report.Unready(instance.id(), instance.run(), reason));
    }
  }
}
