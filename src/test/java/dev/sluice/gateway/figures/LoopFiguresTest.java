package dev.sluice.gateway.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayFigures.Second;
import dev.sluice.engine.port.LatencyCounts;
import dev.sluice.gateway.route.Router;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LoopFiguresTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final VersionName FIRST = new VersionName(SHOP, 1);

  private static InstanceId instance(int number) {
    return new InstanceId("shop-001-i" + number);
  }

  @Test
  @DisplayName("counting allocates nothing once it has counted as much before")
  void allocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var figures = new LoopFigures();
    var instances = new ArrayList<InstanceId>();
    for (int i = 0; i < 20; i++) {
      instances.add(instance(i));
    }
    // Two intervals take turns, so both have to have seen it.
    var other = new Interval();
    for (int round = 0; round < 3; round++) {
      count(figures, instances, 5_000);
      var full = figures.exchange(other);
      full.empty();
      other = full;
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    count(figures, instances, 5_000);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // The map's entries, one for each instance that was busy in the interval.
    assertTrue(allocated <= instances.size() * 100L + 5_000, allocated + " bytes");
  }

  private static void count(LoopFigures figures, List<InstanceId> instances, int times) {
    for (int i = 0; i < times; i++) {
      for (int each = 0; each < instances.size(); each++) {
        var counters = figures.of(instances.get(each), FIRST);
        counters.ended(200, 1_000_000L + 1_000L * i);
        counters.bytes(10, 20);
      }
    }
  }

  @Test
  @DisplayName("latencies of several loops add up to what was recorded, few or many")
  void latencies() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var sum = new LatencyRecorder.Sum();
    var scale = new Histogram(LatencyCounts.HIGHEST_MICROS, LatencyCounts.SIGNIFICANT_DIGITS);
    for (int round = 0; round < 300; round++) {
      var expected = new TreeMap<Long, Long>();
      var recorders = new ArrayList<LatencyRecorder>();
      for (int loop = 0; loop < 3; loop++) {
        var recorder = new LatencyRecorder(new LatencyRecorder.HistogramPool());
        for (int i = random.nextInt(random.nextBoolean() ? 10 : 400); i > 0; i--) {
          long micros = (long) Math.exp(random.nextDouble(0, 22));
          recorder.record(micros);
          long counted = Math.min(micros, LatencyCounts.HIGHEST_MICROS);
          expected.merge(scale.lowestEquivalentValue(counted), 1L, Long::sum);
        }
        recorders.add(recorder);
      }

      recorders.forEach(sum::add);
      var found = new TreeMap<Long, Long>();
      sum.take().forEach(found::put);

      assertEquals(expected, found, "seed " + seed);
    }
  }

  @Test
  @DisplayName("counts of a latency come back from their bytes as they were")
  void encoding() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      var expected = new TreeMap<Long, Long>();
      for (int i = random.nextInt(60); i > 0; i--) {
        expected.put(
            random.nextLong(LatencyCounts.HIGHEST_MICROS + 1),
            1 + (random.nextLong(Long.MAX_VALUE) >>> random.nextInt(62)));
      }
      var builder = new LatencyCounts.Builder();
      expected.forEach(builder::add);

      var found = new TreeMap<Long, Long>();
      builder.build().forEach(found::put);

      assertEquals(expected, found, "seed " + seed);
    }
  }

  @Test
  @DisplayName("a loop that is busy holds up no one: what it counted comes later, and is not lost")
  void busyLoop() throws Exception {
    EventExecutor quick = new DefaultEventExecutor();
    EventExecutor busy = new DefaultEventExecutor();
    var ofQuick = new LoopFigures();
    var ofBusy = new LoopFigures();
    var figures =
        new Figures(
            new Router(new SplittableRandom(1)),
            "test",
            Map.of(quick, ofQuick, busy, ofBusy),
            () -> 0);
    var go = new CountDownLatch(1);
    var blocked = new CountDownLatch(1);
    try {
      quick.submit(() -> ofQuick.of(instance(1), FIRST).ended(200, 1)).sync();
      busy.submit(() -> ofBusy.of(instance(2), FIRST).ended(500, 1)).sync();
      busy.execute(
          () -> {
            blocked.countDown();
            awaitQuietly(go);
          });
      blocked.await();

      figures.take();
      var first = figures.after(Position.START);
      go.countDown();
      busy.submit(() -> ofBusy.of(instance(2), FIRST).ended(500, 1)).sync();
      figures.take();
      figures.take();
      var rest = figures.after(first.position());

      assertEquals(List.of(instance(1)), instances(first.seconds()));
      assertEquals(
          2,
          rest.seconds().stream()
              .flatMap(second -> second.instances().stream())
              .filter(of -> of.instance().equals(instance(2)))
              .mapToLong(of -> of.counts().statuses().serverErrors())
              .sum());
    } finally {
      go.countDown();
      quick.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      busy.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static List<InstanceId> instances(List<Second> seconds) {
    return seconds.stream()
        .flatMap(second -> second.instances().stream())
        .map(of -> of.instance())
        .toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("the seconds that are kept are bounded, in number and in what they hold")
  void bounded() throws Exception {
    EventExecutor loop = new DefaultEventExecutor();
    var counted = new LoopFigures();
    var figures =
        new Figures(new Router(new SplittableRandom(1)), "test", Map.of(loop, counted), () -> 0);
    try {
      for (int second = 0; second < 70; second++) {
        figures.take();
      }
      assertEquals(60, figures.after(Position.START).seconds().size());

      for (int second = 0; second < 8; second++) {
        loop.submit(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    counted.of(instance(i), FIRST).ended(200, 1_000);
                  }
                })
            .sync();
        figures.take();
      }
      var kept = figures.after(Position.START).seconds();
      assertTrue(instances(kept).size() <= 100_000, () -> instances(kept).size() + " counts");
      assertTrue(kept.size() >= 4, () -> kept.size() + " seconds");
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }
}
