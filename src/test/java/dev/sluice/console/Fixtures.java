package dev.sluice.console;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Services as the tests of the console need them.
public final class Fixtures {
  public static final ServiceName SHOP = new ServiceName("shop");
  public static final VersionName SHOP_1 = new VersionName(SHOP, 1);
  public static final VersionName SHOP_2 = new VersionName(SHOP, 2);
  public static final VersionName SHOP_3 = new VersionName(SHOP, 3);

  private Fixtures() {}

  /// A service with that many versions; the first has all traffic.
  public static ServiceName service(DeploymentEngine engine, String name, int versions) {
    var service = new ServiceName(name);
    engine.createService(service, true);
    for (int i = 0; i < versions; i++) {
      version(engine, service, i == 0 ? 100 : 0);
    }
    return service;
  }

  public static void version(DeploymentEngine engine, ServiceName service, int startTraffic) {
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(List.of("/usr/bin/node", "server.js"))
            .withScaling(Scaling.fixed(2))
            .withRemark("Faster checkout");
    engine.createVersion(
        service,
        new NewVersion(
            new NewVersion.Given(configuration, Optional.empty()), startTraffic, "Release"));
  }

  /// Gives the service's versions these shares, in their order.
  public static void split(DeploymentEngine engine, ServiceName service, int... percent) {
    var shares = new TreeMap<VersionName, Percent>();
    for (int i = 0; i < percent.length; i++) {
      shares.put(new VersionName(service, i + 1), new Percent(percent[i]));
    }
    engine.setTraffic(service, new TrafficPolicy.ByPercent(shares), Optional.empty(), "");
  }
}
