package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Routes made up for tests of the router: nobody listens there.
public final class TestRoutes {
  /// A request that carries nothing.
  static final RoutedRequest PLAIN = request();

  private TestRoutes() {}

  /// @param cookies values of `Cookie` headers
  static RoutedRequest request(String... cookies) {
    return new RoutedRequest() {
      @Override
      public String target() {
        return "/";
      }

      @Override
      public List<String> headers(String name) {
        return name.equalsIgnoreCase("cookie") ? List.of(cookies) : List.of();
      }
    };
  }

  /// A service whose versions have these shares.
  ///
  /// @param number makes the addresses differ from those of other services
  public static ServiceRoute service(String name, int number, int instances, int... shares) {
    var service = new ServiceName(name);
    var percent = new TreeMap<VersionName, Percent>();
    for (int i = 0; i < shares.length; i++) {
      percent.put(new VersionName(service, i + 1), new Percent(shares[i]));
    }
    return service(name, number, instances, shares.length, new TrafficPolicy.ByPercent(percent));
  }

  public static ServiceRoute service(
      String name, int number, int instances, int versions, TrafficPolicy policy) {
    var service = new ServiceName(name);
    var routes = new ArrayList<VersionRoute>();
    for (int v = 1; v <= versions; v++) {
      var version = new VersionName(service, v);
      var address = new Endpoint("127.64." + number / 250 + "." + (1 + number % 250), 8_000 + v);
      var origins = new ArrayList<Origin>();
      for (int i = 0; i < instances; i++) {
        origins.add(
            new Origin(
                new InstanceId(version + "-" + i),
                new Revision(1),
                new Endpoint("127.0.0.1", 20_000 + i)));
      }
      routes.add(new VersionRoute(version, address, origins, false));
    }
    return new ServiceRoute(service, Set.of(name + ".localhost"), true, true, policy, routes);
  }
}
