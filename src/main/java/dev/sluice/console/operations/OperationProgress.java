package dev.sluice.console.operations;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One operation and the version it is about, at one moment.
///
/// @param version absent when the operation is about none, or when it is gone
/// @param instances of the version, oldest first
record OperationProgress(
    Operation operation,
    Optional<VersionView> version,
    List<InstanceView> instances,
    Optional<VersionMetrics> metrics) {

  /// On which configuration an instance is, as far as the operation is concerned.
  enum Side {
    /// the one that is being replaced, or was put back
    BEFORE,
    /// the one that is being deployed
    AFTER,
    /// there is only one
    ONLY
  }

  /// One instance among the others.
  record Tile(InstanceView instance, Side side) {}

  /// @param operation as it is now
  static OperationProgress of(EngineState state, Operation operation) {
    return new OperationProgress(
        operation,
        operation.version().map(name -> state.versions().get(name)),
        operation.version().map(state.instances()::get).orElse(List.of()),
        operation.version().map(state.metrics()::get));
  }

  /// What is done, 0 to 1; empty while it is not known.
  Optional<Double> done() {
    if (operation.state() == Operation.State.SUCCEEDED) {
      return Optional.of(1.0);
    }
    var progress = operation.progress();
    return progress.total() == 0
        ? Optional.empty()
        : Optional.of((double) progress.done() / progress.total());
  }

  Duration elapsed(Instant now) {
    return Duration.between(operation.startedAt(), operation.endedAt().orElse(now));
  }

  /// How long it will still take at the pace it has had; empty while that is not known: before the
  /// first part is done, while it is paused and while it is undone.
  Optional<Duration> left(Instant now) {
    var progress = operation.progress();
    boolean steady = operation.state() == Operation.State.RUNNING && !isReturning();
    if (!steady || progress.done() == 0 || progress.done() >= progress.total()) {
      return Optional.empty();
    }
    var last =
        operation.steps().stream()
            .flatMap(step -> step.endedAt().stream())
            .max(Instant::compareTo)
            .orElse(now);
    var each = Duration.between(operation.startedAt(), last).dividedBy(progress.done());
    var left =
        each.multipliedBy(progress.total() - progress.done()).minus(Duration.between(last, now));
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /// Whether it has a version with instances to look at.
  boolean hasInstances() {
    return operation.version().isPresent();
  }

  List<Tile> tiles() {
    return instances.stream().map(one -> new Tile(one, side(one))).toList();
  }

  private Side side(InstanceView instance) {
    return switch (operation.kind()) {
      case REDEPLOY, ROLLBACK, RESTART -> rolled(instance);
      case CREATE, DELETE, TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE -> Side.ONLY;
    };
  }

  /// A version keeps its old revision until all of it is on the new one (R36).
  private Side rolled(InstanceView instance) {
    boolean present =
        version.map(VersionView::revision).filter(instance.revision()::equals).isPresent();
    if (operation.state() == Operation.State.SUCCEEDED) {
      return present ? Side.AFTER : Side.BEFORE;
    }
    if (operation.state().isFinal() && present) {
      return Side.ONLY;
    }
    return present ? Side.BEFORE : Side.AFTER;
  }

  /// How many instances are ready on the new configuration.
  long readyAfter() {
    return tiles().stream()
        .filter(tile -> tile.side() == Side.AFTER)
        .filter(tile -> tile.instance().state() == Instance.Phase.READY)
        .count();
  }

  /// Whose log says most now: one that failed, else the newest that is not ready yet, else the
  /// newest.
  Optional<InstanceId> telling() {
    return newest(Instance.Phase.FAILED, Instance.Phase.BACKING_OFF)
        .or(() -> newest(Instance.Phase.STARTING, Instance.Phase.PROBING))
        .or(() -> newest(Instance.Phase.values()));
  }

  private Optional<InstanceId> newest(Instance.Phase... phases) {
    var wanted = List.of(phases);
    return instances.reversed().stream()
        .filter(one -> wanted.contains(one.state()))
        .map(InstanceView::id)
        .findFirst();
  }

  boolean canPause() {
    return canBeStopped() && operation.state() == Operation.State.RUNNING;
  }

  boolean canResume() {
    return canBeStopped() && operation.state() == Operation.State.PAUSED;
  }

  boolean canCancel() {
    return canBeStopped() && !operation.state().isFinal();
  }

  /// Whether instances are going, or went, from one configuration to another.
  boolean isRoll() {
    boolean undone = operation.state().isFinal() && operation.state() != Operation.State.SUCCEEDED;
    return switch (operation.kind()) {
      case REDEPLOY, ROLLBACK, RESTART -> !undone;
      case CREATE, DELETE, TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE -> false;
    };
  }

  int wanted() {
    return version.map(view -> view.instances().wanted()).orElse(0);
  }

  /// Whether everything is being put back already.
  boolean isReturning() {
    return operation.steps().stream().anyMatch(step -> step.name().equals("return"));
  }

  /// R44; what is being put back cannot be stopped any more.
  private boolean canBeStopped() {
    if (isReturning()) {
      return false;
    }
    return switch (operation.kind()) {
      case CREATE, REDEPLOY, ROLLBACK, RESTART -> true;
      case DELETE, TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE -> false;
    };
  }
}
