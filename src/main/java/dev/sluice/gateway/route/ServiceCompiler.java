package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.RuleMatcher;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.gateway.route.CompiledService.PolicySplit;
import dev.sluice.gateway.route.OriginTarget.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes one [CompiledService]. A split whose policy is unchanged is taken over from the one
/// before, so that replacing instances doesn't disturb the shares.
final class ServiceCompiler {
  private final ServiceRoute service;
  private final @Nullable CompiledService before;
  private final BiFunction<RoutingTable.Origin, VersionName, LiveOrigin> live;
  private final RandomGenerator random;
  private final Map<String, Target> hosts = new HashMap<>();
  private final Map<Endpoint, Target.ToVersion> addresses = new HashMap<>();
  private final Map<VersionName, Target.ToVersion> versions = new HashMap<>();
  private @Nullable PolicySplit split;

  /// @param before the service's part of the table before; null when it had none
  ServiceCompiler(
      ServiceRoute service,
      @Nullable CompiledService before,
      BiFunction<RoutingTable.Origin, VersionName, LiveOrigin> live,
      RandomGenerator random) {
    this.service = service;
    this.before = before;
    this.live = live;
    this.random = random;
  }

  CompiledService compile() {
    for (var route : service.versions()) {
      var version = compile(route);
      versions.put(route.name(), version);
      addresses.put(route.address(), version);
      for (String domain : service.domains()) {
        hosts.put(
            route.name() + "." + domain,
            service.open() ? version : new Target.Closed(service.name()));
      }
    }
    Target target = service.open() ? byPolicy() : new Target.Closed(service.name());
    service.domains().forEach(domain -> hosts.put(domain, target));
    return new CompiledService(service.name(), hosts, addresses, versions, split);
  }

  private Target.ToVersion compile(VersionRoute route) {
    var origins = new ArrayList<OriginTarget>();
    var revisions = new HashMap<Revision, Written>(); // Two while it is redeployed, else one.
    for (var origin : route.origins()) {
      origins.add(
          new OriginTarget(
              live.apply(origin, route.name()),
              revisions.computeIfAbsent(origin.revision(), Written::of),
              origin.endpoint(),
              origin.protocol()));
    }
    return new Target.ToVersion(route.name(), service.versionHeaders(), route.onDemand(), origins);
  }

  private Target byPolicy() {
    var candidates = new LinkedHashMap<VersionName, Target.ToVersion>();
    for (var name : service.policy().versions()) {
      var version = versions.get(name);
      candidates.put(name, version == null ? nothing(name) : version);
    }
    return switch (service.policy()) {
      case TrafficPolicy.ByPercent byPercent ->
          new Target.ByPolicy(
              service.name(),
              split(byPercent),
              List.copyOf(candidates.values()),
              byPercent.sticky());
      case TrafficPolicy.ByRules byRules ->
          new Target.ByRules(service.name(), new RuleMatcher(byRules), Map.copyOf(candidates));
    };
  }

  private Target.ToVersion nothing(VersionName name) {
    return new Target.ToVersion(name, service.versionHeaders(), false, List.of());
  }

  private @Nullable Split split(TrafficPolicy.ByPercent policy) {
    if (policy.percent().isEmpty()) {
      return null;
    }
    var present = before == null ? null : before.split();
    var made =
        present != null && present.policy().equals(policy) ? present.split() : newSplit(policy);
    split = new PolicySplit(policy, made);
    return made;
  }

  private Split newSplit(TrafficPolicy policy) {
    return new Split(
        policy.versions().stream().map(policy::shareOf).map(Percent::value).toList(), random);
  }
}
