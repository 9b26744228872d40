package dev.sluice.engine.core;

import dev.sluice.domain.rollout.Input;
import dev.sluice.engine.port.Platform.Report;

/// What a platform reports, as the planner takes it.
final class Reports {
  private Reports() {}

  static Input.Observation observation(Report report) {
    return switch (report) {
      case Report.Started started ->
          new Input.Started(
              started.instance(), started.run(), started.handle(), started.endpoint());
      case Report.Ready ready -> new Input.Ready(ready.instance(), ready.run());
      case Report.Unready unready -> new Input.Unready(unready.instance(), unready.run());
      case Report.Exited exited -> new Input.Exited(exited.instance(), exited.run(), exited.how());
    };
  }
}
