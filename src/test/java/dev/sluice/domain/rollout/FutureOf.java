package dev.sluice.domain.rollout;

import dev.sluice.domain.rollout.Instance.Phase;
import dev.sluice.domain.rollout.PlayedVersion.Played;
import dev.sluice.domain.rollout.RolloutState.Abandoning;
import dev.sluice.domain.rollout.RolloutState.Broken;
import dev.sluice.domain.rollout.RolloutState.Capacity;
import dev.sluice.domain.rollout.RolloutState.Creating;
import dev.sluice.domain.rollout.RolloutState.Deleting;
import dev.sluice.domain.rollout.RolloutState.Freezing;
import dev.sluice.domain.rollout.RolloutState.Frozen;
import dev.sluice.domain.rollout.RolloutState.Returning;
import dev.sluice.domain.rollout.RolloutState.Rolling;
import dev.sluice.domain.rollout.RolloutState.Steady;
import dev.sluice.domain.rollout.RolloutState.Tending;
import dev.sluice.domain.rollout.RolloutState.Thawing;
import dev.sluice.domain.service.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down of a version just what decides what can become of it: two versions with equal texts
/// have equal futures, so that a search need follow only one of them.
///
/// Left out is what is only told (reasons, handles, times of change), and of instances what is no
/// longer listened to: one that leaves is only waited for. Instances are named by their place,
/// oldest first, because the planner goes by that and by no number; moments by how far they are
/// away, and those that lie so far back that they change nothing more are one.
final class FutureOf {
  /// What no operation of the searched ones lasts.
  private static final Duration LONGEST_OPERATION = Duration.ofMinutes(5);

  private final StringBuilder text = new StringBuilder();
  private final List<String> leaving = new ArrayList<>();
  private final VersionRecord version;
  private final Instant now;
  private final boolean calm;

  /// @param calm whether nothing goes wrong any more: a process that runs goes on
  FutureOf(VersionRecord version, Instant now, boolean calm) {
    this.version = version;
    this.now = now;
    this.calm = calm;
    write(version.wanted());
    write(version.rollout());
  }

  void write(long number) {
    text.append(number).append(' ');
  }

  void write(boolean isSo) {
    text.append(isSo ? 'y' : 'n');
  }

  private void write(Instant moment) {
    write(Duration.between(now, moment).toSeconds());
  }

  private void write(Spec spec) {
    write(spec.revision().value());
  }

  private void write(Capacity capacity) {
    write(capacity.ready());
    write(capacity.wanted());
  }

  private void write(RolloutState state) {
    text.append(state.getClass().getSimpleName(), 0, 2);
    write(state.current());
    switch (state) {
      case Steady _ -> {}
      case Broken broken -> text.append(broken.kind());
      case Creating creating -> {
        write(creating.prepared());
        write(creating.paused());
        write(creating.deadline());
      }
      case Rolling rolling -> {
        write(rolling.target());
        write(rolling.prepared());
        write(rolling.paused());
        write(rolling.deadline());
        write(rolling.before());
        rolling.origin().ifPresent(this::write);
      }
      case Returning returning -> {
        write(returning.abandoned());
        write(returning.deadline());
        write(returning.before());
      }
      case Abandoning abandoning -> {
        write(abandoning.end());
        write(abandoning.deadline());
      }
      case Tending tending -> {
        write(place(tending.instance()));
        write(tending.replaced());
        write(tending.deadline());
      }
      case Freezing freezing -> {
        write(freezing.wanted());
        write(freezing.deadline());
      }
      case Frozen frozen -> write(frozen.wanted());
      case Thawing thawing -> write(thawing.deadline());
      case Deleting deleting -> write(deleting.deadline());
    }
  }

  /// -1 for one that is gone.
  private int place(InstanceId id) {
    return version.instances().stream().map(Instance::id).toList().indexOf(id);
  }

  /// @param process of the instance, if any
  /// @param waiting what is still to be done with it
  void write(Instance instance, @Nullable Played process, List<Effect> waiting) {
    switch (instance.phase()) {
      case DRAINING, STOPPING, STOPPED, FAILED -> {
        long stops = waiting.stream().filter(Effect.Stop.class::isInstance).count();
        leaving.add("\n" + instance.phase() + stops);
        return;
      }
      case STARTING, PROBING, READY, BACKING_OFF -> text.append('\n').append(instance.phase());
    }
    boolean runs = process != null && process.run() == instance.restarts();
    boolean mayEnd = !calm || (!runs && instance.handle().isPresent());
    write(instance.revision().value());
    instance.readySince().ifPresent(since -> write(elapsed(instance, since, mayEnd)));
    instance.retryAt().ifPresent(this::write);
    if (mayEnd) {
      write(instance.failures());
    }
    if (calm && runs && instance.phase() == Phase.READY) {
      return;
    }
    write(instance.handle().isPresent());
    writeOutside(instance.restarts(), process, waiting);
  }

  /// Beyond what the configuration asks for it counts only when the instance can end, having been
  /// well for long ([BackOff]).
  private long elapsed(Instance instance, Instant since, boolean mayEnd) {
    var configuration = version.rollout().specOf(instance.revision()).configuration();
    long counts = configuration.roll().minHealthySeconds();
    long elapsed = Duration.between(since, now).toSeconds();
    boolean canBeWell = elapsed + LONGEST_OPERATION.toSeconds() >= BackOff.WELL.toSeconds();
    return mayEnd && canBeWell ? elapsed : Math.min(counts, elapsed);
  }

  private void writeOutside(int run, @Nullable Played process, List<Effect> waiting) {
    if (process != null) {
      write(process.run() - run);
      write(process.isReady());
    }
    for (var effect : waiting) {
      switch (effect) {
        case Effect.Prepare _ -> throw new IllegalArgumentException("of no instance");
        case Effect.Run(var instance, var spec) -> {
          text.append('R');
          write(spec);
          write(instance.restarts() - run);
          write(instance.handle().isPresent());
        }
        case Effect.Stop _ -> text.append('S');
      }
    }
  }

  void writePreparing(Effect.Prepare prepare) {
    text.append('P');
    write(prepare.spec());
  }

  /// Something that belongs to nothing in the version any more.
  void writeLost(@Nullable Played process, List<Effect> waiting) {
    text.append("\nlost");
    writeOutside(0, process, waiting);
  }

  @Override
  public String toString() {
    leaving.sort(Comparator.naturalOrder());
    return text + String.join("", leaving);
  }
}
