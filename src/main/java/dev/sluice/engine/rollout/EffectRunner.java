package dev.sluice.engine.rollout;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.rollout.Effect;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.Input.Observation;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.TrafficRouter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// Carries out effects on virtual threads and tells what came of them. Effects of one instance are
/// carried out in the order they were given; those of different ones do not wait for each other.
public final class EffectRunner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EffectRunner.class.getName());

  /// How long the gateway's acknowledgement is waited for before an instance is ended without it: a
  /// gateway that is gone routes nothing to the instance either.
  private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(30);

  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(1);

  private final Platform platform;
  private final TrafficRouter router;
  private final BiConsumer<VersionName, Observation> observer;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("effect-", 0).factory());
  private final Map<InstanceId, CompletableFuture<Void>> lanes = new ConcurrentHashMap<>();

  /// @param observer takes what came of an effect, at once
  public EffectRunner(
      Platform platform, TrafficRouter router, BiConsumer<VersionName, Observation> observer) {
    this.platform = platform;
    this.router = router;
    this.observer = observer;
  }

  /// Begins with `effect` and returns at once.
  ///
  /// @param routed done when the gateway has acknowledged the table that goes with it
  public void perform(VersionName version, Effect effect, CompletableFuture<Void> routed) {
    switch (effect) {
      case Effect.Prepare prepare -> executor.execute(() -> prepare(version, prepare.spec()));
      case Effect.Run run ->
          inLane(
              run.instance().id(), () -> platform.run(spec(version, run.instance(), run.spec())));
      case Effect.Stop stop ->
          inLane(stop.instance().id(), () -> stop(version, stop.instance(), stop.spec(), routed));
    }
  }

  /// Deletes what is left of a version's instance that is gone.
  public void forget(VersionName version, InstanceId instance) {
    inLane(instance, () -> platform.forget(version, instance));
  }

  /// Does something slow that nobody waits for.
  public void cleanUp(Runnable task) {
    executor.execute(task);
  }

  private void inLane(InstanceId instance, Runnable task) {
    var lane =
        lanes.compute(
            instance,
            (_, before) ->
                (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                    .thenRunAsync(task, executor)
                    .exceptionally(
                        failure -> {
                          LOG.log(WARNING, "An effect on " + instance + " failed.", failure);
                          return null;
                        }));
    var _ = lane.whenComplete((_, _) -> lanes.remove(instance, lane));
  }

  private void prepare(VersionName version, Spec spec) {
    try {
      platform.prepare(version, spec.revision(), spec.configuration());
      observer.accept(version, new Input.Prepared(spec.revision()));
    } catch (Platform.BuildException | IOException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      observer.accept(version, new Input.PrepareFailed(spec.revision(), message));
    } catch (RuntimeException e) {
      LOG.log(ERROR, "Preparing " + version + " failed in a way it should not.", e);
      String message = "The platform failed: " + e.getMessage();
      observer.accept(version, new Input.PrepareFailed(spec.revision(), message));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(
      VersionName version, Instance instance, Spec spec, CompletableFuture<Void> routed) {
    var stop = spec.configuration().stop();
    try {
      awaitRouted(instance.id(), routed);
      awaitIdle(instance.id(), Duration.ofSeconds(stop.drainSeconds()));
      while (true) {
        try {
          platform.stop(spec(version, instance, spec), Duration.ofSeconds(stop.graceSeconds()));
          break;
        } catch (IOException e) {
          LOG.log(WARNING, "Could not stop {0}: {1}", instance.id(), e.getMessage());
          Thread.sleep(BEFORE_TRYING_AGAIN);
        }
      }
      observer.accept(version, new Input.Stopped(instance.id()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitRouted(InstanceId instance, CompletableFuture<Void> routed)
      throws InterruptedException {
    try {
      routed.get(ACKNOWLEDGEMENT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.log(
          WARNING,
          "The gateway has not acknowledged that {0} is out of rotation; ending it.",
          instance);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a routing table is acknowledged or waited for", e);
    }
  }

  private void awaitIdle(InstanceId instance, Duration limit) throws InterruptedException {
    try {
      if (!router.awaitIdle(instance, limit)) {
        LOG.log(WARNING, "{0} still has requests in flight after its drain time.", instance);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "Cannot ask the gateway about {0}: {1}", instance, e.getMessage());
    }
  }

  private static InstanceSpec spec(VersionName version, Instance instance, Spec spec) {
    return new InstanceSpec(
        instance.id(),
        instance.restarts(),
        version,
        spec.revision(),
        spec.configuration(),
        instance.handle(),
        instance.endpoint());
  }

  /// Ends what is under way where it stands; a restarted engine asks for it again.
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
