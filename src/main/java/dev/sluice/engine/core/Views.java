package dev.sluice.engine.core;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Failures;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.api.VersionView.InstanceCount;
import dev.sluice.engine.api.VersionView.Scale;
import dev.sluice.engine.api.VersionView.State;
import dev.sluice.engine.traffic.Routes;
import java.util.List;
import java.util.Optional;

/// What readers see, made from what the engine holds. Pure; secrets are masked here.
final class Views {
  private Views() {}

  static ServiceView service(ServiceState state) {
    var service = state.service();
    return new ServiceView(
        service.name(),
        Routes.domain(service.name()),
        service.publicAccess(),
        serviceState(state),
        traffic(state.traffic()),
        List.copyOf(state.versions().keySet()),
        service.revision(),
        service.createdAt(),
        service.updatedAt());
  }

  static TrafficView traffic(TrafficRecord traffic) {
    return new TrafficView(traffic.policy(), traffic.revision(), traffic.at(), traffic.by());
  }

  static VersionView version(ServiceState service, VersionRecord version) {
    var current = version.rollout().current();
    return new VersionView(
        version.name(),
        version.name().service(),
        state(version),
        reason(version),
        scale(version),
        version.address(),
        current.configuration().masked(),
        service.traffic().policy().shareOf(version.name()).value(),
        new InstanceCount(ready(version), version.wanted()),
        version.rollout().operation(),
        current.revision(),
        version.createdAt(),
        version.updatedAt());
  }

  static List<InstanceView> instances(VersionRecord version, Measurements measurements) {
    return version.instances().stream()
        .map(instance -> instance(version.name(), instance, measurements))
        .toList();
  }

  static State state(VersionRecord version) {
    return switch (version.rollout()) {
      case RolloutState.Steady _ -> isWell(version) ? State.NORMAL : State.DEGRADED;
      case RolloutState.Tending _ -> isWell(version) ? State.NORMAL : State.DEGRADED;
      case RolloutState.Frozen _ -> State.NORMAL;
      case RolloutState.Creating _ -> State.CREATING;
      case RolloutState.Abandoning abandoning ->
          abandoning.current().revision().equals(version.lastRevision())
              ? State.CREATING
              : State.UPDATING;
      case RolloutState.Rolling _,
          RolloutState.Returning _,
          RolloutState.Freezing _,
          RolloutState.Thawing _ ->
          State.UPDATING;
      case RolloutState.Deleting _ -> State.DELETING;
      case RolloutState.Broken broken ->
          switch (broken.kind()) {
            case BUILD_FAILED -> State.BUILD_FAILED;
            case DEPLOY_FAILED -> State.DEPLOY_FAILED;
            case ROLLBACK_FAILED -> State.ROLLBACK_FAILED;
          };
    };
  }

  static int ready(VersionRecord version) {
    int ready = 0;
    for (var instance : version.instances()) {
      if (instance.phase() == Phase.READY) {
        ready++;
      }
    }
    return ready;
  }

  /// Not while an instance waits to be started again (R61), nor with fewer in rotation than the
  /// configuration's least. One that is being added by load does not make a version ill.
  private static boolean isWell(VersionRecord version) {
    int least = Math.max(1, version.rollout().current().configuration().scaling().min());
    return ready(version) >= Math.min(least, version.wanted())
        && version.instances().stream().noneMatch(Views::isStartedAgain);
  }

  private static boolean isStartedAgain(Instance instance) {
    return instance.phase() == Phase.BACKING_OFF
        || (instance.phase() == Phase.STARTING && instance.restarts() > 0);
  }

  private static Optional<Failure> reason(VersionRecord version) {
    return switch (version.rollout()) {
      case RolloutState.Broken broken -> Optional.of(broken.failure());
      case RolloutState.Returning returning -> Optional.of(returning.failure());
      case RolloutState.Abandoning abandoning -> Optional.of(abandoning.failure());
      case RolloutState.Steady _,
          RolloutState.Creating _,
          RolloutState.Rolling _,
          RolloutState.Tending _,
          RolloutState.Freezing _,
          RolloutState.Frozen _,
          RolloutState.Thawing _,
          RolloutState.Deleting _ ->
          version.instances().stream()
              .filter(i -> i.phase() == Phase.BACKING_OFF)
              .findFirst()
              .map(i -> Failures.crashLoop(i.id(), i.exit().orElse("no reason known")));
    };
  }

  private static Scale scale(VersionRecord version) {
    if (!version.instances().isEmpty()) {
      return Scale.RUNNING;
    }
    return version.rollout() instanceof RolloutState.Steady && version.wanted() == 0
        ? Scale.ZERO
        : Scale.STOPPED;
  }

  private static ServiceView.State serviceState(ServiceState state) {
    if (state.service().frozen()) {
      return ServiceView.State.FROZEN;
    }
    for (var name : state.traffic().policy().versions()) {
      var version = state.versions().get(name);
      if (version != null && isIll(state(version))) {
        return ServiceView.State.DEGRADED;
      }
    }
    return ServiceView.State.NORMAL;
  }

  private static boolean isIll(State state) {
    return switch (state) {
      case DEGRADED, BUILD_FAILED, DEPLOY_FAILED, ROLLBACK_FAILED -> true;
      case CREATING, UPDATING, NORMAL, DELETING -> false;
    };
  }

  private static InstanceView instance(
      VersionName version, Instance instance, Measurements measurements) {
    var usage = measurements.usage(instance.id());
    return new InstanceView(
        instance.id(),
        version,
        instance.revision(),
        instance.phase() == Phase.STOPPED && instance.exit().isPresent()
            ? Phase.FAILED
            : instance.phase(),
        instance.endpoint().map(Object::toString),
        instance.handle().map(handle -> handle.shown()),
        instance.startedAt(),
        instance.restarts(),
        instance.exit(),
        usage.map(u -> u.cpuPercent()),
        usage.map(u -> u.memoryMiB()),
        measurements.inFlight(instance.id()));
  }
}
