package dev.sluice.console.operations;

import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.TrafficView;
import java.util.Optional;

/// The traffic policy that a traffic change put in place (R69).
final class PolicyOfOperation {
  private static final int PAGE = 100;

  private PolicyOfOperation() {}

  /// Looks through the service's policies for the one of the same moment. Blocks.
  ///
  /// @return empty when it is no longer on record
  static Optional<TrafficView> find(DeploymentEngine engine, Operation operation) {
    for (int page = 0; ; page++) {
      var policies =
          engine.listTrafficHistory(operation.service(), new Page.Request(page, PAGE)).items();
      for (var policy : policies) {
        if (policy.updatedAt().equals(operation.startedAt())) {
          return Optional.of(policy);
        }
        if (policy.updatedAt().isBefore(operation.startedAt())) {
          return Optional.empty();
        }
      }
      if (policies.size() < PAGE) {
        return Optional.empty();
      }
    }
  }
}
