package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RoutingTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses an instance for each request, by the latest table. Choosing takes no lock and may be
/// done on any number of threads; tables are applied one at a time.
public final class Router {
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Map<InstanceId, LiveOrigin> live = new ConcurrentHashMap<>();
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

  /// Makes `next` the table by which requests are routed. When this returns, no request can be
  /// started on an instance that `next` doesn't hold, and every later choice is made by `next`
  /// (R21).
  ///
  /// @return false, without any effect, when the number of `next` is not above the present one
  public synchronized boolean apply(RoutingTable next) {
    if (next.number() <= table.number()) {
      return false;
    }
    var kept = new HashSet<InstanceId>();
    var compiler =
        new TableCompiler(
            table,
            (origin, version) -> {
              kept.add(origin.instance());
              return live.computeIfAbsent(
                  origin.instance(), instance -> new LiveOrigin(instance, version, nanoTime));
            },
            random);
    var compiled = compiler.compile(next);
    kept.forEach(instance -> admit(live.get(instance)));
    table = compiled;
    retire(kept);
    waiting.onTable();
    return true;
  }

  private static void admit(@Nullable LiveOrigin origin) {
    if (origin != null) {
      origin.readmit();
    }
  }

  /// Comes after the swap: a choice made by the table before then fails to claim, looks at the new
  /// table and finds another instance. The other way round it could find none.
  private void retire(Set<InstanceId> kept) {
    live.forEach(
        (instance, origin) -> {
          if (!kept.contains(instance)) {
            origin.remove();
          }
        });
    live.values().removeIf(origin -> origin.removed() && origin.inFlight() == 0);
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

  /// Chooses for a request that has waited for `version`, which it was given then.
  public Choice choose(VersionName version, RoutedRequest request) {
    return choose(by -> by.versions().get(version), request, () -> Refusal.noInstance(version));
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
    var target = table.versions().get(version);
    return target != null && target.mustWait();
  }

  /// Claims an instance of the same version for a second try, rather not the same one; null when
  /// the version has none.
  public @Nullable Claim again(Claim first) {
    var version = table.versions().get(first.version());
    return version == null ? null : version.claim(first.live());
  }

  private Choice choose(LookUp lookUp, RoutedRequest request, Supplier<Refusal> unknown) {
    for (; ; ) {
      var by = table;
      var target = lookUp.in(by);
      var choice =
          switch (target) {
            case null -> new Choice.Refused(unknown.get());
            case Target.Closed(var service) -> new Choice.Refused(Refusal.notPublic(service));
            case Target.ByPolicy policy -> choose(policy);
            case Target.ByRules rules -> choose(rules, request);
            case Target.ToVersion version -> choose(version);
          };
      // Refused by a table that was replaced meanwhile: its instances may just have been retired.
      if (!(choice instanceof Choice.Refused) || by.number() == table.number()) {
        return choice;
      }
    }
  }

  private static Choice choose(Target.ByPolicy target) {
    var split = target.split();
    return split == null
        ? new Choice.Refused(Refusal.noVersion(target.service()))
        : choose(target.candidates().get(split.next()));
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
      return new Choice.Wait(version.name());
    }
    var claim = version.claim(null);
    return claim == null
        ? new Choice.Refused(Refusal.noInstance(version.name()))
        : new Choice.To(claim);
  }

  /// Waits until nothing is in flight to `instance`, at most `limit`.
  ///
  /// @return whether it is idle; true for an instance that isn't known (any more)
  public boolean awaitIdle(InstanceId instance, Duration limit) throws InterruptedException {
    var origin = live.get(instance);
    return origin == null || origin.awaitIdle(limit);
  }

  /// The figures of every instance in the table or with requests in flight.
  public synchronized List<OriginFigures> figures() {
    live.values().removeIf(origin -> origin.removed() && origin.inFlight() == 0);
    return live.values().stream().map(LiveOrigin::figures).toList();
  }

  public long tableNumber() {
    return table.number();
  }

  /// The version addresses that the present table wants listened on.
  public Set<Endpoint> addresses() {
    return table.addresses().keySet();
  }

  /// Where the instances of the present table are.
  public Set<Endpoint> origins() {
    var endpoints = new HashSet<Endpoint>();
    table
        .versions()
        .values()
        .forEach(version -> version.origins().forEach(origin -> endpoints.add(origin.endpoint())));
    return endpoints;
  }

  @FunctionalInterface
  private interface LookUp {
    @Nullable Target in(CompiledTable table);
  }
}
