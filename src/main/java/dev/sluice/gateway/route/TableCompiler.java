package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.RuleMatcher;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.gateway.route.CompiledTable.PolicySplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes one [CompiledTable]. A split whose policy is unchanged is taken over from the table
/// before, so that replacing instances doesn't disturb the shares.
final class TableCompiler {
  private final CompiledTable before;
  private final BiFunction<RoutingTable.Origin, VersionName, LiveOrigin> live;
  private final RandomGenerator random;
  private final Map<String, Target> hosts = new HashMap<>();
  private final Map<Endpoint, Target.ToVersion> addresses = new HashMap<>();
  private final Map<VersionName, Target.ToVersion> versions = new HashMap<>();
  private final Map<ServiceName, PolicySplit> splits = new HashMap<>();

  TableCompiler(
      CompiledTable before,
      BiFunction<RoutingTable.Origin, VersionName, LiveOrigin> live,
      RandomGenerator random) {
    this.before = before;
    this.live = live;
    this.random = random;
  }

  CompiledTable compile(RoutingTable table) {
    table.services().forEach(this::add);
    return new CompiledTable(
        table.number(),
        Map.copyOf(hosts),
        Map.copyOf(addresses),
        Map.copyOf(versions),
        Map.copyOf(splits));
  }

  private void add(ServiceRoute service) {
    for (var route : service.versions()) {
      var version = compile(route, service.versionHeaders());
      versions.put(route.name(), version);
      addresses.put(route.address(), version);
      for (String domain : service.domains()) {
        hosts.put(
            route.name() + "." + domain,
            service.open() ? version : new Target.Closed(service.name()));
      }
    }
    Target target = service.open() ? byPolicy(service) : new Target.Closed(service.name());
    service.domains().forEach(domain -> hosts.put(domain, target));
  }

  private Target.ToVersion compile(VersionRoute route, boolean headers) {
    var origins = new ArrayList<OriginTarget>();
    for (var origin : route.origins()) {
      origins.add(
          new OriginTarget(live.apply(origin, route.name()), origin.revision(), origin.endpoint()));
    }
    return new Target.ToVersion(route.name(), headers, route.onDemand(), origins);
  }

  private Target byPolicy(ServiceRoute service) {
    var candidates = new LinkedHashMap<VersionName, Target.ToVersion>();
    for (var name : service.policy().versions()) {
      var version = versions.get(name);
      candidates.put(name, version == null ? nothing(name, service) : version);
    }
    return switch (service.policy()) {
      case TrafficPolicy.ByPercent byPercent ->
          new Target.ByPolicy(
              service.name(), split(service, byPercent), List.copyOf(candidates.values()));
      case TrafficPolicy.ByRules byRules ->
          new Target.ByRules(service.name(), new RuleMatcher(byRules), Map.copyOf(candidates));
    };
  }

  private static Target.ToVersion nothing(VersionName name, ServiceRoute service) {
    return new Target.ToVersion(name, service.versionHeaders(), false, List.of());
  }

  private @Nullable Split split(ServiceRoute service, TrafficPolicy.ByPercent policy) {
    var present = before.splits().get(service.name());
    var split =
        present != null && present.policy().equals(policy) ? present.split() : newSplit(policy);
    if (split != null) {
      splits.put(service.name(), new PolicySplit(policy, split));
    }
    return split;
  }

  private @Nullable Split newSplit(TrafficPolicy policy) {
    var percent = policy.versions().stream().map(policy::shareOf).map(Percent::value).toList();
    return percent.isEmpty() ? null : new Split(percent, random);
  }
}
