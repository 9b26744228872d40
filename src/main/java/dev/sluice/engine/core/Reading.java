package dev.sluice.engine.core;

import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.port.Platform.Usage;
import dev.sluice.engine.port.Store.Slice;
import dev.sluice.engine.rollout.Forecasts;
import dev.sluice.engine.scaling.ScalingRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Everything that only reads.
final class Reading {
  private static final int LOOKED_AT_FOR_DURATION = 50;

  private final Kernel kernel;
  private final ConfigurationRules rules;

  Reading(Kernel kernel, ConfigurationRules rules) {
    this.kernel = kernel;
    this.rules = rules;
  }

  Page<ServiceView> services(String query, Page.Request page) {
    var found =
        kernel.all().stream()
            .filter(state -> state.service().name().value().contains(query))
            .toList();
    return new Page<>(
        found.stream().skip(page.offset()).limit(page.size()).map(kernel.views::of).toList(),
        found.size());
  }

  VersionRecord version(VersionName version) {
    return kernel
        .get(version.service())
        .find(version)
        .orElseThrow(() -> Problems.unknownVersion(version));
  }

  static <T> Page<T> page(Slice<T> slice) {
    return new Page<>(slice.items(), slice.total());
  }

  Operation awaitOperation(OperationId id, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      var nextCommit = kernel.nextCommit();
      var operation = kernel.store.operation(id).orElseThrow(() -> Problems.unknownOperation(id));
      long left = end - System.nanoTime();
      if (operation.state().isFinal()) {
        Acknowledgements.await(kernel.routed(operation.service()));
        return operation;
      }
      if (left <= 0) {
        return operation;
      }
      awaitCommit(nextCommit, left);
    }
  }

  private static void awaitCommit(CompletableFuture<Void> commit, long nanos) {
    try {
      commit.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The caller looks once more, then gives up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.stopping();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a commit is only ever announced", e);
    }
  }

  /// The mean over instances that have been ready for a while; starting costs more than serving.
  ScalingRule.Load load(VersionRecord version) {
    if (version.instances().isEmpty()) {
      return new ScalingRule.Load(0, 0, 0, 0);
    }
    var settled =
        version.instances().stream()
            .filter(i -> i.phase() == Instance.Phase.READY)
            .filter(i -> !ScalingRule.isRecent(i.readySince().orElseThrow(), kernel.now()))
            .filter(i -> kernel.measurements.usage(i.id()).isPresent())
            .toList();
    var usages =
        settled.stream().map(i -> kernel.measurements.usage(i.id()).orElseThrow()).toList();
    double inFlight =
        settled.stream()
            .mapToInt(i -> kernel.measurements.inFlight(i.id()).orElse(0))
            .average()
            .orElse(0);
    return new ScalingRule.Load(
        settled.size(),
        usages.stream().mapToDouble(Usage::cpuPercent).average().orElse(0),
        usages.stream().mapToDouble(Usage::memoryMiB).average().orElse(0),
        inFlight);
  }

  /// The fewest instances that configuration and time allow now (R66).
  int leastNow(VersionRecord version) {
    return ScalingRule.least(governing(version).scaling(), kernel.now());
  }

  /// What decides how many instances there are: while it rolls, what is to come (R41).
  private static Configuration governing(VersionRecord version) {
    return version.rollout() instanceof RolloutState.Rolling rolling
        ? rolling.target().configuration()
        : version.rollout().current().configuration();
  }

  OptionalInt scaleTo(VersionRecord version) {
    return ScalingRule.decide(
        governing(version), version.wanted(), load(version), version.lastScaledAt(), kernel.now());
  }

  Forecast forecast(VersionName name, Configuration target) {
    var version = version(name);
    var current = version.rollout().current().configuration();
    var known =
        new Forecasts.Known(
            Views.ready(version), requestsPerSecond(name), lastReplacement(name), scaleTo(version));
    List<DiffEntry> entries = ConfigurationDiff.between(current, target);
    return Forecasts.of(version, target, entries, checks(version, target), known);
  }

  private Optional<Double> requestsPerSecond(VersionName name) {
    var traffic = kernel.measurements.history().traffic(name, kernel.now(), VersionMetrics.WINDOW);
    return traffic.perSecond(traffic.requests());
  }

  private List<Forecast.Check> checks(VersionRecord version, Configuration target) {
    var violations = rules.check(target);
    var missing = kernel.platform.missing(target);
    var running = version.rollout().operation();
    return List.of(
        new Forecast.Check(
            "configuration",
            violations.isEmpty(),
            violations.stream()
                .findFirst()
                .map(Violation::message)
                .orElse("Every field is allowed.")),
        new Forecast.Check(
            "artifact", missing.isEmpty(), missing.orElse("The artifact is there and unchanged.")),
        new Forecast.Check(
            "free",
            running.isEmpty(),
            running
                .map(id -> "Operation " + id + " is running on this version.")
                .orElse("Nothing else is running on this version.")));
  }

  private Optional<Duration> lastReplacement(VersionName version) {
    return kernel
        .store
        .operations(Optional.of(version.service()), Optional.of(version), 0, LOOKED_AT_FOR_DURATION)
        .items()
        .stream()
        .filter(operation -> operation.state() == Operation.State.SUCCEEDED)
        .filter(
            operation ->
                switch (operation.kind()) {
                  case REDEPLOY, ROLLBACK, RESTART -> true;
                  case CREATE, TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE, DELETE -> false;
                })
        .findFirst()
        .map(op -> Duration.between(op.startedAt(), op.endedAt().orElseThrow()));
  }
}
