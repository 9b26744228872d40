package dev.sluice.engine.api;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;

/// The engine that other tests rely on keeps the contract itself.
class FakeDeploymentEngineTest extends DeploymentEngineContract {
  private final FakeDeploymentEngine fake = new FakeDeploymentEngine();

  @Override
  protected DeploymentEngine engine() {
    return fake;
  }

  @Override
  protected void write(InstanceId instance, String... lines) {
    fake.writeLog(instance, lines);
  }

  @Override
  protected void count(VersionName version, long requests, long errors) {
    fake.countRequests(version, requests, errors);
  }
}
