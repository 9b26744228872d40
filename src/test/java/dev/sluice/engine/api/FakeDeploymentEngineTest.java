package dev.sluice.engine.api;

/// The engine that other tests rely on keeps the contract itself.
class FakeDeploymentEngineTest extends DeploymentEngineContract {
  private final FakeDeploymentEngine fake = new FakeDeploymentEngine();

  @Override
  protected DeploymentEngine engine() {
    return fake;
  }
}
