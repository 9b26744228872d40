package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.gateway.route.SplitFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The split as user agents see it, at a gateway that is a process of its own with several event
/// loops.
class SplitThroughGatewayTest {
  private static final int[][] SHARES = {{100}, {80, 20}, {40, 20, 15, 10, 8, 5, 2}};

  @TempDir Path directory;

  private void serve(GatewayProcess gateway, TestOrigin origin, int... shares) throws Exception {
    var routes = new ArrayList<VersionRoute>();
    for (int i = 1; i <= shares.length; i++) {
      routes.add(
          new VersionRoute(
              GatewayFixture.version(i),
              GatewayFixture.freeEndpoint(),
              List.of(GatewayFixture.origin("shop-00" + i + "-a", origin)),
              false));
    }
    gateway.apply(
        GatewayFixture.service(
            GatewayFixture.percent(shares), routes.toArray(VersionRoute[]::new)));
  }

  private static int[] ask(GatewayProcess gateway, int requests, int versions) throws Exception {
    var counts = new int[versions];
    try (var client = new RawClient("127.0.0.1", gateway.port())) {
      for (int i = 0; i < requests; i++) {
        var answer = client.get("/", GatewayFixture.HOST);
        assertEquals(200, answer.status());
        String version = answer.header("x-sluice-version");
        counts[Integer.parseInt(version.substring("shop-".length())) - 1]++;
      }
    }
    return counts;
  }

  private void split(int requests, int connections) throws Exception {
    try (var gateway = new GatewayProcess(directory);
        var origin = TestOrigin.answering("x");
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int[] shares : SHARES) {
        serve(gateway, origin, shares);
        var asking = new ArrayList<Callable<int[]>>();
        for (int i = 0; i < connections; i++) {
          asking.add(() -> ask(gateway, requests / connections, shares.length));
        }
        var counts = new int[shares.length];
        for (var one : executor.invokeAll(asking)) {
          var those = one.get();
          for (int i = 0; i < counts.length; i++) {
            counts[i] += those[i];
          }
        }
        SplitFigures.requireShares(counts, shares);
      }
    }
  }

  @Test
  @DisplayName("R22 1, 2 and 7 versions get their shares of what one connection asks")
  void oneConnection() throws Exception {
    split(2_000, 1);
  }

  @Test
  @DisplayName("R22 1, 2 and 7 versions get their shares of what 64 connections ask at once")
  void manyConnections() throws Exception {
    split(12_800, 64);
  }

  @Test
  @Tag("gate")
  @DisplayName("R22 1, 2 and 7 versions get their shares of 100,000 requests on 64 connections")
  void hundredThousand() throws Exception {
    split(100_000, 64);
    split(100_000, 1);
  }
}
