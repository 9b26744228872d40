package dev.sluice.engine.core;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.DeploymentEngineContract;
import dev.sluice.engine.port.GatewayFigures.Counts;
import dev.sluice.engine.port.GatewayFigures.OfInstance;
import dev.sluice.engine.port.GatewayFigures.Second;
import dev.sluice.engine.port.LatencyCounts;
import dev.sluice.engine.port.StatusCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The engine in the same process")
class LocalDeploymentEngineContractTest extends DeploymentEngineContract {
  @TempDir Path directory;
  private TestEngine test;
  private int second;

  @BeforeEach
  void start() throws IOException {
    test = TestEngine.start(directory);
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Override
  protected DeploymentEngine engine() {
    return test.engine;
  }

  @Override
  protected void write(InstanceId instance, String... lines) {
    for (String line : lines) {
      test.platform.write(instance, Instant.EPOCH.plusSeconds(second++), line);
    }
  }

  @Override
  protected void count(VersionName version, long requests, long errors) {
    var statuses = new StatusCounts(0, requests - errors, 0, 0, errors);
    var counts = new Counts(statuses, new TreeMap<>(), 0, 0, 0, LatencyCounts.NONE);
    var instance = new OfInstance(new InstanceId(version + "-i1"), version, counts);
    test.router.seconds.add(new Second(1, List.of(instance), List.of()));
  }

  @Override
  protected Configuration configuration() {
    return TestEngine.configuration().withScaling(Scaling.fixed(1));
  }
}
