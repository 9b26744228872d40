package dev.sluice.console.traffic;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.TrafficView;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/// Applies while sliders move: one call at a time, and after it the latest policy only. All that is
/// moved without a pause is one change to undo.
final class LiveApplication {
  private static final Duration REST = Duration.seconds(2);

  private final TrafficApplication application;
  private final Consumer<TrafficView> applied;
  private final BiConsumer<Problem, Optional<TrafficView>> refused;
  private final PauseTransition rest = new PauseTransition(REST);
  private Optional<TrafficView> before = Optional.empty();
  private Optional<TrafficPolicy> waiting = Optional.empty();
  private boolean busy;

  LiveApplication(
      TrafficApplication application,
      Consumer<TrafficView> applied,
      BiConsumer<Problem, Optional<TrafficView>> refused) {
    this.application = application;
    this.applied = applied;
    this.refused = refused;
    rest.setOnFinished(_ -> before = Optional.empty());
  }

  /// @param present what is in force
  void offer(ServiceName service, TrafficView present, TrafficPolicy policy) {
    if (busy) {
      waiting = Optional.of(policy);
      return;
    }
    if (policy.equals(present.policy())) {
      return;
    }
    busy = true;
    var first = before.orElse(present);
    before = Optional.of(first);
    application.apply(
        service,
        present,
        policy,
        (now, took) -> {
          busy = false;
          applied.accept(now);
          application.offerUndo(service, first, now, took);
          rest.playFromStart();
          next(service, now);
        },
        (problem, traffic) -> {
          busy = false;
          waiting = Optional.empty();
          before = Optional.empty();
          refused.accept(problem, traffic);
        });
  }

  private void next(ServiceName service, TrafficView now) {
    var latest = waiting;
    waiting = Optional.empty();
    latest.ifPresent(policy -> offer(service, now, policy));
  }
}
