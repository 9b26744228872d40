package dev.sluice.engine.core;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.rollout.EffectRunner;
import dev.sluice.engine.traffic.RoutePublisher;
import dev.sluice.engine.traffic.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The living services, and the one road by which they change: a [Work] made by a service's writer
/// is committed, then published to readers, then to the gateway, and only then are its effects
/// begun.
final class Kernel {
  final Store store;
  final Platform platform;
  private final EngineClock clock;
  final Measurements measurements;
  final EventStream events;
  final Logs logs = new Logs(this);
  final ServiceViews views = new ServiceViews();
  private final Journal journal;
  private final boolean namedAnswers;
  private final RoutePublisher publisher;
  private final EffectRunner effects;
  private final AtomicLong lastOperation;
  private final ConcurrentSkipListMap<ServiceName, ServiceState> states =
      new ConcurrentSkipListMap<>();
  private final Map<ServiceName, ServiceWriter> writers = new ConcurrentHashMap<>();
  private final Map<ServiceName, CompletableFuture<Void>> routed = new ConcurrentHashMap<>();
  private final Map<VersionName, ScheduledFuture<?>> wakes = new ConcurrentHashMap<>();
  private final AtomicReference<CompletableFuture<Void>> nextCommit =
      new AtomicReference<>(new CompletableFuture<>());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("engine-timer").factory());

  Kernel(EngineParts parts, long lastOperation) {
    this.store = parts.store();
    this.platform = parts.platform();
    this.clock = parts.clock();
    this.publisher = parts.publisher();
    this.namedAnswers = parts.choices().namedAnswers();
    this.measurements = new Measurements(parts.platform(), parts.router());
    this.events = new EventStream(parts.store(), parts.codec());
    this.journal = new Journal(parts.store(), parts.codec());
    this.lastOperation = new AtomicLong(lastOperation);
    this.effects = new EffectRunner(parts.platform(), parts.router(), this::observe);
  }

  /// Takes over what an earlier engine left (R71, R72).
  void recover(List<ServiceState> found) {
    found.forEach(state -> states.put(state.service().name(), state));
    var table = publisher.start(found.stream().map(this::route).toList());
    // The gateway may still route by the table of the engine before, also to what is to be ended.
    found.forEach(state -> routed.put(state.service().name(), table));
    platform.onReport((version, report) -> observe(version, Reports.observation(report)));
    for (var state : found) {
      for (var version : state.versions().values()) {
        if (!version.isAtRest()) {
          observe(version.name(), new Input.Recover());
        }
      }
    }
  }

  Instant now() {
    return clock.instant();
  }

  /// Lets the engine's time follow the computer's.
  void followClock() {
    clock.follow(this::isDisturbedBy);
  }

  /// A back-off that ends early is tried early, which a crash loop does anyway; set back, it would
  /// last as much longer.
  private boolean isDisturbedBy(Duration step) {
    return states.values().stream()
        .flatMap(state -> state.versions().values().stream())
        .anyMatch(
            version ->
                version.rollout().operation().isPresent()
                    || (step.isNegative() && version.isBackingOff()));
  }

  Optional<ServiceState> find(ServiceName service) {
    return Optional.ofNullable(states.get(service));
  }

  ServiceState get(ServiceName service) {
    return find(service).orElseThrow(() -> Problems.unknownService(service));
  }

  /// All services, by name.
  List<ServiceState> all() {
    return List.copyOf(states.values());
  }

  OperationId nextOperation() {
    return new OperationId(String.format(Locale.ROOT, "op-%06d", lastOperation.incrementAndGet()));
  }

  /// Runs `command` on the service's writer and waits for its answer.
  <T> T ask(ServiceName service, Supplier<T> command) {
    return writer(service).ask(command);
  }

  /// Works an observation into a version, soon.
  void observe(VersionName version, Input.Observation observation) {
    writer(version.service()).tell(() -> VersionSteps.observe(this, version, observation));
  }

  /// Gives a command of the engine's own, soon; for one that is given again while it is needed.
  void suggest(VersionName version, Input.Command command) {
    writer(version.service()).suggest(() -> VersionSteps.observe(this, version, command));
  }

  /// Addresses of all versions of all services.
  Set<Endpoint> takenAddresses() {
    var taken = new HashSet<Endpoint>();
    states.values().forEach(s -> s.versions().values().forEach(v -> taken.add(v.address())));
    return taken;
  }

  /// Makes `work` durable, then visible, then true.
  ///
  /// @return done when the gateway routes by it
  CompletableFuture<Void> commit(Work work) {
    var route = work.changes().isEmpty() ? routed(work.service()) : write(work);
    for (var effect : work.effects()) {
      effects.perform(effect.version(), effect.effect(), route);
    }
    work.gone().forEach(gone -> effects.forget(gone.version(), gone.instance()));
    work.cleanUps().forEach(effects::cleanUp);
    work.wakes().forEach(this::wakeAt);
    followClock(); // There may be only this moment between two back-offs.
    return route;
  }

  private CompletableFuture<Void> write(Work work) {
    var earlier = routed(work.service());
    var route = new CompletableFuture<Void>();
    makeDurable(work, earlier, route);
    publish(work, earlier, route);
    events.onCommitted();
    nextCommit.getAndSet(new CompletableFuture<>()).complete(null);
    return route;
  }

  /// From before the commit on, so that who reads it in the store already waits for what is still
  /// to be published.
  private void makeDurable(
      Work work, CompletableFuture<Void> earlier, CompletableFuture<Void> route) {
    routed.put(work.service(), route);
    try {
      journal.commit(work.now(), work.changes(), work.events());
    } catch (RuntimeException e) {
      routed.put(work.service(), earlier);
      var _ = earlier.thenAccept(route::complete);
      throw e;
    }
  }

  private void publish(Work work, CompletableFuture<Void> earlier, CompletableFuture<Void> route) {
    var name = work.service();
    var before = work.before().map(this::route);
    var after = work.after().map(this::route);
    work.after().ifPresentOrElse(state -> states.put(name, state), () -> remove(name));
    var sent =
        before.equals(after)
            ? earlier
            : after.map(publisher::publish).orElseGet(() -> publisher.withdraw(name));
    var _ = sent.thenAccept(route::complete);
  }

  private void remove(ServiceName name) {
    states.remove(name);
    views.forget(name);
  }

  private void wakeAt(VersionName version, Optional<Instant> at) {
    var before = wakes.remove(version);
    if (before != null) {
      before.cancel(false);
    }
    at.ifPresent(
        moment -> {
          long millis = Math.max(0, Duration.between(now(), moment).toMillis() + 1);
          wakes.put(
              version,
              timer.schedule(
                  () -> observe(version, new Input.Tick()), millis, TimeUnit.MILLISECONDS));
        });
  }

  /// Begins to do `task` every second, on a virtual thread.
  void everySecond(Runnable task) {
    every(1, TimeUnit.SECONDS, task);
  }

  /// Begins to do `task` every hour, on a virtual thread.
  void everyHour(Runnable task) {
    every(1, TimeUnit.HOURS, task);
  }

  private void every(int period, TimeUnit unit, Runnable task) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("every-" + unit).start(task), period, period, unit);
  }

  /// Done when the gateway routes by what was last published of a service.
  CompletableFuture<Void> routed(ServiceName service) {
    return routed.getOrDefault(service, CompletableFuture.completedFuture(null));
  }

  /// Done when something is committed after this call.
  CompletableFuture<Void> nextCommit() {
    return nextCommit.get();
  }

  private ServiceWriter writer(ServiceName service) {
    return writers.computeIfAbsent(service, ServiceWriter::new);
  }

  private ServiceRoute route(ServiceState state) {
    return Routes.of(
        state.service(), namedAnswers, state.traffic().policy(), state.versions().values());
  }

  /// Stops deciding; instances and gateway go on (R71).
  void stop() throws InterruptedException {
    timer.shutdownNow();
    for (var writer : writers.values()) {
      writer.stop();
    }
    effects.close();
    events.close();
    logs.close();
    publisher.stop();
  }
}
