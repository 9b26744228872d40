package dev.sluice.engine.core;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The gateway as one life of an engine sees it, with points around tables and draining.
record MortalRouter(FakeRouter router, Incarnation life) implements TrafficRouter, GatewayProcess {
  @Override
  public List<AddressFailure> apply(TableChange change) throws UnfoundedChangeException {
    return life.count("table", () -> router.apply(change));
  }

  @Override
  public boolean awaitIdle(InstanceId instance, Duration limit) {
    return life.count("drain of " + instance, () -> router.awaitIdle(instance, limit));
  }

  @Override
  public GatewayFigures figures(GatewayFigures.Position after) {
    return life.pass(() -> router.figures(after));
  }

  @Override
  public GatewayTotals totals() {
    return life.pass(router::totals);
  }

  @Override
  public boolean ensureRunning() throws IOException, InterruptedException {
    return life.pass(router::ensureRunning);
  }

  @Override
  public void replace() {
    router.replace();
  }

  @Override
  public void stop() {
    router.stop();
  }

  @Override
  public Set<VersionName> awaitDemand(Duration limit) throws InterruptedException {
    // Not through the life: it would wait within it for what never comes.
    Thread.sleep(limit);
    return Set.of();
  }
}
