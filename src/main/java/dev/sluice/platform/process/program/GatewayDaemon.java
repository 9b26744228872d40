package dev.sluice.platform.process.program;

import dev.sluice.engine.port.GatewayProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// The gateway as a process that outlives the engine.
public final class GatewayDaemon implements GatewayProcess {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Supplier<Daemon> daemon;
  private final Daemon.Check answers;

  /// @param daemon how to start it now: its port is known only after its first start when any was
  ///   to do
  /// @param answers whether a gateway answers on the control channel
  public GatewayDaemon(Supplier<Daemon> daemon, Daemon.Check answers) {
    this.daemon = daemon;
    this.answers = answers;
  }

  @Override
  public boolean ensureRunning() throws IOException, InterruptedException {
    if (answers.isReady()) {
      return false;
    }
    var fresh = daemon.get();
    fresh.end(Duration.ofSeconds(1));
    fresh.start(answers, START);
    return true;
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    daemon.get().end(GRACE);
  }
}
