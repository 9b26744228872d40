package dev.sluice.console.operations;

import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.TrafficView;
import java.util.Optional;

/// The traffic policies before and after a traffic change (R69).
///
/// @param before absent when the service had none
record PolicyOfOperation(TrafficView after, Optional<TrafficView> before) {
  private static final int PAGE = 100;

  /// Looks through the service's policies for the one of the same moment. Blocks.
  ///
  /// @return empty when it is no longer on record
  static Optional<PolicyOfOperation> find(DeploymentEngine engine, Operation operation) {
    Optional<TrafficView> found = Optional.empty();
    for (int page = 0; ; page++) {
      var policies =
          engine.listTrafficHistory(operation.service(), new Page.Request(page, PAGE)).items();
      for (var policy : policies) {
        if (found.isPresent()) {
          return Optional.of(new PolicyOfOperation(found.get(), Optional.of(policy)));
        }
        if (policy.updatedAt().isBefore(operation.startedAt())) {
          return Optional.empty();
        }
        if (policy.updatedAt().equals(operation.startedAt())) {
          found = Optional.of(policy);
        }
      }
      if (policies.size() < PAGE) {
        return found.map(after -> new PolicyOfOperation(after, Optional.empty()));
      }
    }
  }
}
