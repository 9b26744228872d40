package dev.sluice.wire.control;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A whole [RoutingTable] as JSON.
public record TableMessage(long number, List<ServiceMessage> services) {
  public TableMessage {
    services = List.copyOf(services);
  }

  public static TableMessage of(RoutingTable table) {
    return new TableMessage(
        table.number(), table.services().stream().map(ServiceMessage::of).toList());
  }

  /// @throws IllegalArgumentException when a value breaks the rules of its type
  public RoutingTable toTable() {
    return new RoutingTable(number, services.stream().map(ServiceMessage::toRoute).toList());
  }

  /// @param mode how the traffic is split; `PERCENT`
  /// @param percent by version, for that mode
  public record ServiceMessage(
      String name,
      List<String> domains,
      boolean open,
      boolean versionHeaders,
      String mode,
      Map<String, Integer> percent,
      List<VersionMessage> versions) {
    private static final String PERCENT = "PERCENT";

    public ServiceMessage {
      domains = List.copyOf(domains);
      percent = Map.copyOf(percent);
      versions = List.copyOf(versions);
    }

    static ServiceMessage of(ServiceRoute route) {
      return new ServiceMessage(
          route.name().value(),
          List.copyOf(new TreeSet<>(route.domains())),
          route.open(),
          route.versionHeaders(),
          PERCENT,
          switch (route.policy()) {
            case TrafficPolicy.ByPercent(var percent) -> numbers(percent);
          },
          route.versions().stream().map(VersionMessage::of).toList());
    }

    private static Map<String, Integer> numbers(SortedMap<VersionName, Percent> percent) {
      var numbers = new TreeMap<String, Integer>();
      percent.forEach((version, share) -> numbers.put(version.toString(), share.value()));
      return numbers;
    }

    ServiceRoute toRoute() {
      if (!mode.equals(PERCENT)) {
        throw new IllegalArgumentException("not a traffic mode: " + mode);
      }
      var shares = new TreeMap<VersionName, Percent>();
      percent.forEach((version, share) -> shares.put(version(version), new Percent(share)));
      return new ServiceRoute(
          new ServiceName(name),
          new TreeSet<>(domains),
          open,
          versionHeaders,
          new TrafficPolicy.ByPercent(shares),
          versions.stream().map(VersionMessage::toRoute).toList());
    }
  }

  /// @param host of the version's address
  public record VersionMessage(String name, String host, int port, List<OriginMessage> origins) {
    public VersionMessage {
      origins = List.copyOf(origins);
    }

    static VersionMessage of(VersionRoute route) {
      return new VersionMessage(
          route.name().toString(),
          route.address().host(),
          route.address().port(),
          route.origins().stream().map(OriginMessage::of).toList());
    }

    VersionRoute toRoute() {
      return new VersionRoute(
          version(name),
          new Endpoint(host, port),
          origins.stream().map(OriginMessage::toOrigin).toList());
    }
  }

  public record OriginMessage(String instance, int revision, String host, int port) {
    static OriginMessage of(Origin origin) {
      return new OriginMessage(
          origin.instance().value(),
          origin.revision().value(),
          origin.endpoint().host(),
          origin.endpoint().port());
    }

    Origin toOrigin() {
      return new Origin(new InstanceId(instance), new Revision(revision), new Endpoint(host, port));
    }
  }

  private static VersionName version(String text) {
    return VersionName.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a version's name: " + text));
  }
}
