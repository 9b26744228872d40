package dev.sluice.bench.gateway;

import com.sun.management.ThreadMXBean;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.gateway.figures.Figures;
import dev.sluice.gateway.figures.LoopFigures;
import dev.sluice.gateway.route.Router;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// What counting a request costs its event loop, in CPU time and in allocation, and what adding up
/// a second costs the gateway, by how many instances were busy in it.
public final class CountingBench {
  private static final int ROUNDS = 9;
  private static final int REQUESTS = 400_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CountingBench() {}

  public static void main(String[] args) throws Exception {
    System.out.printf(
        "%-16s %18s %18s %22s%n",
        "busy instances", "ns per request", "bytes per request", "ms to add up a second");
    for (int instances : List.of(2, 20, 1_000)) {
      measure(instances);
    }
    System.exit(0);
  }

  private static void measure(int instances) throws Exception {
    var ids = new ArrayList<InstanceId>();
    var version = new VersionName(new ServiceName("shop"), 1);
    for (int i = 0; i < instances; i++) {
      ids.add(new InstanceId("shop-001-i" + i));
    }
    var loop = new DefaultEventExecutor();
    var counted = new LoopFigures();
    var figures =
        new Figures(new Router(new SplittableRandom(1)), "bench", Map.of(loop, counted), () -> 0);
    var nanos = new double[ROUNDS];
    var bytes = new double[ROUNDS];
    var millis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      int at = round;
      loop.submit(
              () -> {
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long cpu = THREADS.getCurrentThreadCpuTime();
                count(counted, ids, version);
                nanos[at] = (double) (THREADS.getCurrentThreadCpuTime() - cpu) / REQUESTS;
                bytes[at] =
                    (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / REQUESTS;
              })
          .sync();
      long cpu = THREADS.getCurrentThreadCpuTime();
      figures.take();
      millis[at] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
      var _ = figures.after(Position.START);
    }
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    System.out.printf(
        "%-16d %18.0f %18.2f %22.2f%n", instances, median(nanos), median(bytes), median(millis));
  }

  /// As [dev.sluice.gateway.http] does it: a clock is read when the request begins and when it
  /// ends.
  private static void count(LoopFigures counted, List<InstanceId> ids, VersionName version) {
    var random = new SplittableRandom(1);
    for (int i = 0; i < REQUESTS; i++) {
      long began = System.nanoTime();
      var counters = counted.of(ids.get(i % ids.size()), version);
      counters.ended(200, System.nanoTime() - began + random.nextInt(50_000_000));
      counters.bytes(100, 2_000);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
