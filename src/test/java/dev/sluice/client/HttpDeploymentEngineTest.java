package dev.sluice.client;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.DeploymentEngineContract;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An engine behind HTTP keeps the same contract as the engine itself.
class HttpDeploymentEngineTest extends DeploymentEngineContract {
  @TempDir Path dataDir;

  private ServedEngine served;

  @BeforeEach
  void serve() throws IOException {
    served = ServedEngine.start(new FakeDeploymentEngine(), dataDir);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Override
  protected DeploymentEngine engine() {
    return served.client();
  }

  @Override
  protected void write(InstanceId instance, String... lines) {
    served.engine().writeLog(instance, lines);
  }

  @Override
  protected void count(VersionName version, long requests, long errors) {
    served.engine().countRequests(version, requests, errors);
  }
}
