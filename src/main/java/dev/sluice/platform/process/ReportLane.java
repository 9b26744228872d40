package dev.sluice.platform.process;

import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.engine.port.Platform.ReportListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands on the reports of one run in order, from whatever thread they come and without a lock
/// around the listener. After the end, or once silenced, nothing more is said.
final class ReportLane {
  private static final System.Logger LOG = System.getLogger(ReportLane.class.getName());

  private final VersionName version;
  private final ReportListener listener;
  private final Queue<Report> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private volatile boolean silent;

  ReportLane(VersionName version, ReportListener listener) {
    this.version = version;
    this.listener = listener;
  }

  void silence() {
    silent = true;
  }

  void say(Report report) {
    waiting.add(report);
    // Whoever finds the lane empty hands on; the others only leave their report behind.
    if (pending.getAndIncrement() > 0) {
      return;
    }
    do {
      handOn(waiting.remove());
    } while (pending.decrementAndGet() > 0);
  }

  private void handOn(Report report) {
    if (silent) {
      return;
    }
    if (report instanceof Report.Exited) {
      silent = true;
    }
    try {
      listener.onReport(version, report);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A report was not taken: " + report, e);
    }
  }
}
