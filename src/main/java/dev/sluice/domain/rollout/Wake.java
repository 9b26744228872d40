package dev.sluice.domain.rollout;

import dev.sluice.domain.rollout.Instance.Phase;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// When the planner has to look again although nothing happened.
final class Wake {
  private Wake() {}

  /// The next such moment after `now`. Those up to `now` are left out: the planner has just taken
  /// them into account, and asking for them again would keep the engine busy for nothing.
  static Optional<Instant> next(VersionRecord version, Instant now) {
    var backOffs = version.instances().stream().flatMap(instance -> instance.retryAt().stream());
    return Stream.concat(backOffs, ofState(version))
        .filter(moment -> moment.isAfter(now))
        .min(Instant::compareTo);
  }

  private static Stream<Instant> ofState(VersionRecord version) {
    return switch (version.rollout()) {
      case RolloutState.Creating creating ->
          Stream.concat(Stream.of(creating.deadline()), settling(version, creating.current()));
      case RolloutState.Rolling rolling ->
          Stream.concat(Stream.of(rolling.deadline()), settling(version, rolling.target()));
      case RolloutState.Returning returning ->
          Stream.concat(Stream.of(returning.deadline()), settling(version, returning.current()));
      case RolloutState.Tending tending -> Stream.of(tending.deadline());
      case RolloutState.Thawing thawing -> Stream.of(thawing.deadline());
      case RolloutState.Abandoning abandoning -> Stream.of(abandoning.deadline());
      case RolloutState.Freezing freezing -> Stream.of(freezing.deadline());
      case RolloutState.Deleting deleting -> Stream.of(deleting.deadline());
      case RolloutState.Steady _, RolloutState.Broken _, RolloutState.Frozen _ -> Stream.empty();
    };
  }

  /// When instances of `spec` that are ready will have been so for long enough.
  private static Stream<Instant> settling(VersionRecord version, Spec spec) {
    long seconds = spec.configuration().roll().minHealthySeconds();
    return version.instances().stream()
        .filter(i -> i.phase() == Phase.READY && i.revision().equals(spec.revision()))
        .flatMap(i -> i.readySince().stream())
        .map(since -> since.plusSeconds(seconds));
  }
}
