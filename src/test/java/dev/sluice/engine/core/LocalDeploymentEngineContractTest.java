package dev.sluice.engine.core;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Scaling;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.DeploymentEngineContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
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
  protected Configuration configuration() {
    return TestEngine.configuration().withScaling(Scaling.fixed(1));
  }
}
