package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.TableChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chooses an instance for each request, by the latest table. Choosing takes no lock and may be
/// done on any number of threads; tables are applied one at a time.
public final class Router {
  /// For what is asked to end after the time to drain.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Map<InstanceId, LiveOrigin> live = new ConcurrentHashMap<>();

  /// Those of `live` that no table holds any more.
  private final Set<LiveOrigin> leaving = new HashSet<>();

  private final WaitingRoom waiting = new WaitingRoom(this::mustWait);
  private volatile CompiledTable table = CompiledTable.EMPTY;

  /// @param random places the slots of splits
  public Router(RandomGenerator random) {
    this(random, System::nanoTime);
  }

  Router(RandomGenerator random, LongSupplier nanoTime) {
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /// Makes the table by which requests are routed the one that `change` says. When this returns, no
  /// request can be started on an instance that it doesn't hold, and every later choice is made by
  /// it (R21). Only the services that are named are compiled.
  public synchronized TableOutcome apply(TableChange change) {
    if (change.number() <= table.number()) {
      return new TableOutcome.Older();
    }
    return change.holdsFor(table.number()) ? swap(change) : new TableOutcome.Unfounded();
  }

  /// Adds services to the table while it is found again part by part; it gets the number that the
  /// whole had.
  public synchronized TableOutcome.InForce restore(long number, List<ServiceRoute> services) {
    return swap(new TableChange(OptionalLong.empty(), number, services, TableChange.Gone.NONE));
  }

  private TableOutcome.InForce swap(TableChange change) {
    var old = new ArrayList<CompiledService>();
    var fresh = new ArrayList<CompiledService>();
    var kept = new HashSet<InstanceId>();
    for (var route : change.services()) {
      var before = table.services().get(route.name());
      if (before != null) {
        old.add(before);
      }
      fresh.add(new ServiceCompiler(route, before, (o, v) -> live(o, v, kept), random).compile());
    }
    old.addAll(gone(change));
    fresh.forEach(service -> service.origins().forEach(origin -> origin.live().readmit()));
    table = table.with(change.number(), old, fresh);
    // Comes after the swap: a choice made by the table before then fails to claim, looks at the new
    // table and finds another instance. The other way round it could find none.
    old.stream().flatMap(CompiledService::origins).forEach(origin -> retire(origin.live(), kept));
    forgetIdle();
    waiting.onTable();
    return TableOutcome.InForce.of(old, fresh);
  }

  private LiveOrigin live(Origin origin, VersionName version, Set<InstanceId> kept) {
    kept.add(origin.instance());
    return live.computeIfAbsent(
        origin.instance(), instance -> new LiveOrigin(instance, version, nanoTime));
  }

  private List<CompiledService> gone(TableChange change) {
    var replaced = change.services().stream().map(ServiceRoute::name).collect(Collectors.toSet());
    var present =
        switch (change.gone()) {
          case TableChange.Gone.These(var names) ->
              names.stream().map(table.services()::get).filter(Objects::nonNull);
          case TableChange.Gone.AllBut _ -> table.services().values();
        };
    return present
        .filter(service -> change.gone().includes(service.name()))
        .filter(service -> !replaced.contains(service.name()))
        .toList();
  }

  private void retire(LiveOrigin origin, Set<InstanceId> kept) {
    if (!kept.contains(origin.instance())) {
      origin.remove();
      leaving.add(origin);
    }
  }

  /// Of those that have left the table, keeps the busy ones only.
  private synchronized void forgetIdle() {
    leaving.removeIf(
        origin -> {
          boolean over = !origin.removed() || origin.inFlight() == 0;
          if (over && origin.removed()) {
            live.remove(origin.instance());
          }
          return over;
        });
  }

  /// Chooses by host name, for requests that came in at the gateway's own address.
  ///
  /// @param host lower case, without port
  public Choice choose(String host, RoutedRequest request) {
    return choose(by -> by.hosts().get(host), request, () -> Refusal.unknownHost(host));
  }

  /// Chooses for a request that came in at a version's own address, whatever host it names.
  public Choice choose(Endpoint address, RoutedRequest request) {
    return choose(by -> by.addresses().get(address), request, Refusal::unknownAddress);
  }

  /// Chooses for a request that has waited for a version, which it was given then.
  public Choice choose(Choice.Wait waited, RoutedRequest request) {
    var version = waited.version();
    return assigned(
        choose(by -> by.version(version), request, () -> Refusal.noInstance(version)),
        waited.assigned());
  }

  /// Lets a request wait for `version`.
  ///
  /// @param next called once on any thread, possibly at once: choose again
  /// @return false when too many wait already
  public boolean await(VersionName version, Runnable next) {
    return waiting.enter(version, next);
  }

  /// The request of `next` does not wait any more.
  public void leave(VersionName version, Runnable next) {
    waiting.leave(version, next);
  }

  /// The versions that requests wait for; waits for the first at most `limit`.
  public Set<VersionName> awaitDemand(Duration limit) throws InterruptedException {
    return waiting.awaitDemand(limit);
  }

  private boolean mustWait(VersionName version) {
    var target = table.version(version);
    return target != null && target.mustWait();
  }

  /// Claims an instance of the same version for a second try, rather not the same one; null when
  /// the version has none.
  public @Nullable Claim again(Claim first) {
    var version = table.version(first.version());
    var claim = version == null ? null : version.claim(first.live());
    return claim == null ? null : claim.assign(first.assigned());
  }

  private Choice choose(LookUp lookUp, RoutedRequest request, Supplier<Refusal> unknown) {
    for (; ; ) {
      var by = table;
      var target = lookUp.in(by);
      var choice =
          switch (target) {
            case null -> new Choice.Refused(unknown.get());
            case Target.Closed(var service) -> new Choice.Refused(Refusal.notPublic(service));
            case Target.ByPolicy policy -> choose(policy, request);
            case Target.ByRules rules -> choose(rules, request);
            case Target.ToVersion version -> choose(version);
          };
      // Refused by a table that was replaced meanwhile: its instances may just have been retired.
      if (!(choice instanceof Choice.Refused) || by.number() == table.number()) {
        return choice;
      }
    }
  }

  private static Choice choose(Target.ByPolicy target, RoutedRequest request) {
    var split = target.split();
    if (split == null) {
      return new Choice.Refused(Refusal.noVersion(target.service()));
    }
    var kept = target.keptBy(request);
    if (kept != null) {
      var choice = choose(kept);
      if (!(choice instanceof Choice.Refused)) {
        return choice;
      }
    }
    return assigned(choose(target.candidates().get(split.next())), target.sticky());
  }

  private static Choice assigned(Choice choice, boolean stays) {
    return switch (choice) {
      case Choice.To(var claim) -> new Choice.To(claim.assign(stays));
      case Choice.Wait(var version, _) -> new Choice.Wait(version, stays);
      case Choice.Refused _ -> choice;
    };
  }

  private static Choice choose(Target.ByRules target, RoutedRequest request) {
    var version = target.versions().get(target.matcher().choose(request));
    if (version == null) {
      throw new IllegalStateException("a rule names a version that was not compiled");
    }
    return choose(version);
  }

  private static Choice choose(Target.ToVersion version) {
    if (version.mustWait()) {
      return new Choice.Wait(version.name(), false);
    }
    var claim = version.claim(null);
    return claim == null
        ? new Choice.Refused(Refusal.noInstance(version.name()))
        : new Choice.To(claim);
  }

  /// Waits until nothing is in flight to `instance`, at most `limit`. When that time has passed for
  /// an instance that has left the table, WebSockets to it are closed with a word.
  ///
  /// @return whether it is idle; true for an instance that isn't known (any more)
  public boolean awaitIdle(InstanceId instance, Duration limit) throws InterruptedException {
    var origin = live.get(instance);
    if (origin == null || origin.awaitIdle(limit)) {
      return true;
    }
    return origin.removed() && origin.endDrain() && origin.awaitIdle(FAREWELL);
  }

  /// The figures of every instance in the table or with requests in flight.
  public List<OriginFigures> figures() {
    forgetIdle();
    return live.values().stream().map(LiveOrigin::figures).toList();
  }

  /// Requests in flight by instance; those with none are left out.
  public Map<InstanceId, Integer> inFlight() {
    var busy = new HashMap<InstanceId, Integer>();
    for (var origin : live.values()) {
      int inFlight = origin.inFlight();
      if (inFlight > 0) {
        busy.put(origin.instance(), inFlight);
      }
    }
    return busy;
  }

  /// Whether the present table has the instance, or requests to it are in flight.
  public boolean knows(InstanceId instance) {
    return live.containsKey(instance);
  }

  public long tableNumber() {
    return table.number();
  }

  /// Whether the present table has the version, or requests to it are in flight.
  public boolean knows(VersionName version) {
    return table.version(version) != null || isLeaving(version);
  }

  private synchronized boolean isLeaving(VersionName version) {
    return leaving.stream().anyMatch(origin -> origin.version().equals(version));
  }

  @FunctionalInterface
  private interface LookUp {
    @Nullable Target in(CompiledTable table);
  }
}
