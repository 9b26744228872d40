package dev.sluice.wire.control;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One service's part of a routing table as JSON.
///
/// @param mode how the traffic is split: `PERCENT`, `URL_PARAMETER` or `HEADER`
/// @param percent by version, for the first mode
/// @param rules for the other modes
/// @param fallback the default version of the other modes
public record ServiceMessage(
    String name,
    List<String> domains,
    boolean open,
    boolean versionHeaders,
    String mode,
    @Nullable Map<String, Integer> percent,
    @Nullable Boolean sticky,
    @Nullable List<RuleMessage> rules,
    @Nullable String fallback,
    List<VersionMessage> versions) {
  private static final String PERCENT = "PERCENT";

  public ServiceMessage {
    domains = List.copyOf(domains);
    percent = percent == null ? null : Map.copyOf(percent);
    rules = rules == null ? null : List.copyOf(rules);
    versions = List.copyOf(versions);
  }

  public static ServiceMessage of(ServiceRoute route) {
    var domains = List.copyOf(new TreeSet<>(route.domains()));
    var versions = route.versions().stream().map(VersionMessage::of).toList();
    return switch (route.policy()) {
      case TrafficPolicy.ByPercent(var percent, boolean sticky) ->
          new ServiceMessage(
              route.name().value(),
              domains,
              route.open(),
              route.versionHeaders(),
              PERCENT,
              numbers(percent),
              sticky,
              null,
              null,
              versions);
      case TrafficPolicy.ByRules(var by, var rules, var fallback) ->
          new ServiceMessage(
              route.name().value(),
              domains,
              route.open(),
              route.versionHeaders(),
              by.name(),
              null,
              null,
              rules.stream().map(RuleMessage::of).toList(),
              fallback.toString(),
              versions);
    };
  }

  private static Map<String, Integer> numbers(SortedMap<VersionName, Percent> percent) {
    var numbers = new TreeMap<String, Integer>();
    percent.forEach((version, share) -> numbers.put(version.toString(), share.value()));
    return numbers;
  }

  /// @throws IllegalArgumentException when a value breaks the rules of its type
  public ServiceRoute toRoute() {
    return new ServiceRoute(
        new ServiceName(name),
        new TreeSet<>(domains),
        open,
        versionHeaders,
        policy(),
        versions.stream().map(VersionMessage::toRoute).toList());
  }

  private TrafficPolicy policy() {
    if (!mode.equals(PERCENT)) {
      return new TrafficPolicy.ByRules(
          TrafficPolicy.Key.valueOf(mode),
          (rules == null ? List.<RuleMessage>of() : rules)
              .stream().map(RuleMessage::toRule).toList(),
          version(fallback == null ? "" : fallback));
    }
    var shares = new TreeMap<VersionName, Percent>();
    (percent == null ? Map.<String, Integer>of() : percent)
        .forEach((version, share) -> shares.put(version(version), new Percent(share)));
    return new TrafficPolicy.ByPercent(shares, Boolean.TRUE.equals(sticky));
  }

  /// One rule of a policy by rules.
  public record RuleMessage(int priority, String key, String value, String version) {
    static RuleMessage of(RouteRule rule) {
      return new RuleMessage(rule.priority(), rule.key(), rule.value(), rule.version().toString());
    }

    RouteRule toRule() {
      return new RouteRule(priority, key, value, ServiceMessage.version(version));
    }
  }

  /// @param host of the version's address
  /// @param onDemand null, from an older program, is false
  public record VersionMessage(
      String name, String host, int port, List<OriginMessage> origins, @Nullable Boolean onDemand) {
    public VersionMessage {
      origins = List.copyOf(origins);
    }

    static VersionMessage of(VersionRoute route) {
      return new VersionMessage(
          route.name().toString(),
          route.address().host(),
          route.address().port(),
          route.origins().stream().map(OriginMessage::of).toList(),
          route.onDemand());
    }

    VersionRoute toRoute() {
      return new VersionRoute(
          version(name),
          new Endpoint(host, port),
          origins.stream().map(OriginMessage::toOrigin).toList(),
          Boolean.TRUE.equals(onDemand));
    }
  }

  /// @param protocol null, from an older program, is HTTP1
  public record OriginMessage(
      String instance, int revision, String host, int port, @Nullable String protocol) {
    static OriginMessage of(Origin origin) {
      return new OriginMessage(
          origin.instance().value(),
          origin.revision().value(),
          origin.endpoint().host(),
          origin.endpoint().port(),
          origin.protocol().name());
    }

    Origin toOrigin() {
      return new Origin(
          new InstanceId(instance),
          new Revision(revision),
          // Nearly all instances are at one and the same host.
          new Endpoint(host.intern(), port),
          protocol == null ? Protocol.HTTP1 : Protocol.valueOf(protocol));
    }
  }

  private static VersionName version(String text) {
    return VersionName.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a version's name: " + text));
  }
}
