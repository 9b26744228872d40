package dev.sluice.bench;

import dev.sluice.bench.gateway.PacedLoad;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// From the call of the API that changes a service's traffic to its answer, which comes after the
/// gateway's acknowledgement, while 1,000 requests/s run: the whole of a real engine, its store on
/// disk included. The promise is a p99 under 20 ms.
///
/// `-Dchanges=500` changes how many; what comes before them makes the programs warm.
public final class AcknowledgementBench {
  private static final double PROMISE = 20;
  private static final int PER_SECOND = 1_000;
  private static final long PAUSE_MILLIS = 20;
  private static final int WARM_UP = 1_500;
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName ONE = new VersionName(SHOP, 1);
  private static final VersionName TWO = new VersionName(SHOP, 2);

  private AcknowledgementBench() {}

  public static void main(String[] arguments) throws Exception {
    int changes = Integer.getInteger("changes", 500);
    try (var process = BenchEngine.start()) {
      var engine = process.client();
      engine.createService(SHOP, true);
      BenchEngine.deploy(engine, SHOP, 100, BenchEngine.program().sample());
      BenchEngine.deploy(engine, SHOP, 0, BenchEngine.program().sample());
      var gateway = URI.create(engine.info().gateway());
      try (var load = new PacedLoad(gateway, SHOP + ".localhost", PER_SECOND)) {
        load.awaitAnswered(2 * PER_SECOND);
        var took = new long[changes];
        for (int i = -WARM_UP; i < changes; i++) {
          var policy = policy(Math.floorMod(i * 37, 101));
          long begun = System.nanoTime();
          engine.setTraffic(SHOP, policy, Optional.empty(), "");
          if (i >= 0) {
            took[i] = System.nanoTime() - begun;
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        Arrays.sort(took);
        report(took, load);
      }
    }
    System.exit(0);
  }

  private static TrafficPolicy policy(int first) {
    var shares = new TreeMap<VersionName, Percent>();
    shares.put(ONE, new Percent(first));
    shares.put(TWO, new Percent(100 - first));
    return new TrafficPolicy.ByPercent(shares);
  }

  private static void report(long[] took, PacedLoad load) throws Exception {
    System.out.printf(
        "from the call to the acknowledgement, %d changes: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms"
            + " (promised: under %.0f), most %.1f ms; %.0f requests/s, %d failed; load average"
            + " %s%n",
        took.length,
        took[took.length / 2] / 1e6,
        took[took.length * 9 / 10] / 1e6,
        took[took.length * 99 / 100] / 1e6,
        PROMISE,
        took[took.length - 1] / 1e6,
        load.perSecond(),
        load.failed(),
        PacedLoad.loadAverage());
  }
}
