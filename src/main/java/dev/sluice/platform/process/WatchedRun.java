package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.platform.process.health.ProbeLoop;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.Signal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of an instance that was started or taken over, and is watched until it ends.
final class WatchedRun {
  /// [#describe] of an end by SIGKILL.
  static final String KILLED = describe(128 + Signal.KILL.number());

  private final InstanceSpec spec;
  private final ProcessIdentity process;
  private final Endpoint endpoint;
  private final boolean child;
  private final ReportLane lane;
  private final Thread prober;
  private final AtomicBoolean concluding = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean stopping;
  private volatile boolean ready;
  private volatile String how = "";

  /// @param age of the process, from which the initial delay counts (R17)
  WatchedRun(InstanceSpec spec, InstanceStart.Running running, Duration age, ReportLane lane) {
    this.spec = spec;
    this.process = running.process();
    this.endpoint = running.endpoint();
    this.child = running.child().isPresent();
    this.lane = lane;
    var loop = new ProbeLoop(spec.configuration().health(), endpoint, age, new Readiness());
    this.prober = Thread.ofVirtual().name("probe " + spec.id()).unstarted(loop);
  }

  InstanceSpec spec() {
    return spec;
  }

  ProcessIdentity process() {
    return process;
  }

  /// Of this very engine, so that the system tells us how it ended.
  boolean isChild() {
    return child;
  }

  boolean hasEnded() {
    return ended.get();
  }

  void begin() {
    sayStarted();
    // Together with the same lock in stopWatching: a thread that was interrupted before it started
    // would not know.
    synchronized (prober) {
      if (!stopping && !hasEnded()) {
        prober.start();
      }
    }
  }

  /// How the run ended; only after it has.
  Report.Exited exited() {
    return new Report.Exited(spec.id(), spec.run(), how);
  }

  /// Tells once more how things stand, to an engine that asks for the same run again.
  void sayAgain() {
    sayStarted();
    if (ready) {
      lane.say(new Report.Ready(spec.id(), spec.run()));
    }
  }

  private void sayStarted() {
    var handle = new Handle(Long.toString(process.pid()), process.text());
    lane.say(new Report.Started(spec.id(), spec.run(), handle, endpoint));
  }

  /// True for the first who asks, so that an end is dealt with only once.
  boolean concludeOnce() {
    return concluding.compareAndSet(false, true);
  }

  /// Whether somebody else is ending it, with a grace that must not be cut short.
  boolean isStopping() {
    return stopping;
  }

  /// The process is gone, and so is what it left behind. Only the first call counts.
  void end(String description) {
    if (ended.compareAndSet(false, true)) {
      how = description;
      synchronized (prober) {
        prober.interrupt();
      }
      lane.say(exited());
    }
  }

  /// Nothing more is reported of this run.
  void stopWatching() {
    lane.silence();
    synchronized (prober) {
      stopping = true;
      prober.interrupt();
    }
  }

  /// In an operator's words. The JDK tells an end by signal as 128 and its number, as shells do.
  static String describe(int exitCode) {
    int number = exitCode - 128;
    if (number <= 0 || number > 64) {
      return "exit code " + exitCode;
    }
    for (var signal : Signal.values()) {
      if (signal.number() == number) {
        return "killed by signal " + number + " (SIG" + signal.name() + ")";
      }
    }
    return "killed by signal " + number;
  }

  private final class Readiness implements ProbeLoop.Listener {
    @Override
    public void onReady() {
      ready = true;
      lane.say(new Report.Ready(spec.id(), spec.run()));
    }

    @Override
    public void onUnready(String reason) {
      ready = false;
      lane.say(new Report.Unready(spec.id(), spec.run(), reason));
    }
  }
}
