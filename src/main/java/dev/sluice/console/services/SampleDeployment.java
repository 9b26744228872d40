package dev.sluice.console.services;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.util.Optional;

/// "Deploy the sample": the service somebody sees first.
final class SampleDeployment {
  static final ServiceName SAMPLE = new ServiceName("sample");

  /// The sample is up at once, so probing may begin at once.
  private static final HealthCheck HEALTH =
      new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 0, 1, 1, 1, 3);

  private SampleDeployment() {}

  /// Blocks until the deployment has begun.
  static Operation start(DeploymentEngine engine, String remark) {
    var command = engine.info().sampleCommand();
    createService(engine);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(command)
            .withHealth(HEALTH)
            .withScaling(Scaling.fixed(2))
            .withRemark(remark);
    var given = new NewVersion.Given(configuration, Optional.empty());
    return engine.createVersion(SAMPLE, new NewVersion(given, 100, remark));
  }

  /// One that is there already, say from an attempt that was interrupted, does as well.
  private static void createService(DeploymentEngine engine) {
    try {
      engine.createService(SAMPLE, true);
    } catch (ProblemException e) {
      if (e.problem().kind() != Problem.Kind.CONFLICT) {
        throw e;
      }
    }
  }
}
