package dev.sluice.console.widgets.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartGeometryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static ChartLine line(int... seconds) {
    return new ChartLine(
        "shop-001",
        "001",
        "version-0",
        ChartLine.Dash.SOLID,
        IntStream.of(seconds).mapToObj(s -> new ChartPoint(NOON.plusSeconds(s), s)).toList());
  }

  @ParameterizedTest
  @DisplayName("a scale ends at a round number not far above the highest value")
  @CsvSource({
    "0, 10, 10",
    "9.9, 10, 10",
    "10.1, 1, 15",
    "42, 1, 60",
    "100, 1, 100",
    "101, 1, 150",
    "0.3, 0.1, 0.3",
    "1234, 1, 1500",
    "0, 1, 1"
  })
  void top(double most, double least, double top) {
    var scale = ValueScale.upTo(most, least, 4);
    assertEquals(top, scale.top(), 1e-9);
    assertEquals(0, scale.ticks().getFirst());
    assertEquals(top, scale.ticks().getLast(), 1e-9);
    assertTrue(scale.ticks().size() <= 5, scale.toString());
  }

  @Test
  @DisplayName("every value up to the highest is on the scale")
  void contains() {
    DoubleStream.iterate(0.001, v -> v < 1e7, v -> v * 1.37)
        .forEach(
            most -> {
              var scale = ValueScale.upTo(most, 0.0001, 4);
              assertTrue(scale.top() >= most, most + " " + scale);
              assertTrue(scale.top() < most * 2.6, most + " " + scale);
            });
  }

  @Test
  @DisplayName("moments under a chart are round and stay few")
  void moments() {
    var from = NOON.plusMillis(12_345);
    assertEquals(
        List.of(
            NOON.plusSeconds(15), NOON.plusSeconds(30), NOON.plusSeconds(45), NOON.plusSeconds(60)),
        TimeTicks.between(from, from.plusSeconds(60), 4));
    assertEquals(
        List.of(NOON.plusSeconds(300), NOON.plusSeconds(600), NOON.plusSeconds(900)),
        TimeTicks.between(from, from.plusSeconds(900), 4));
    for (int seconds = 1; seconds < 100_000; seconds += 997) {
      int count = TimeTicks.between(from, from.plusSeconds(seconds), 4).size();
      assertTrue(count <= 4, seconds + " s: " + count);
    }
  }

  @Test
  @DisplayName("where nothing was measured the line has a gap, and a point alone is still drawn")
  void gaps() {
    var trace =
        Trace.of(
            line(0, 1, 2, 10, 20, 21),
            NOON,
            NOON.plusSeconds(30),
            ValueScale.upTo(30, 1, 3),
            300,
            90);
    assertEquals(List.of(3, 1, 2), trace.runs().stream().map(List::size).toList());
    assertEquals(100, trace.runs().get(1).getFirst().x(), 1e-9);
    assertEquals(60, trace.runs().get(1).getFirst().y(), 1e-9);
  }

  @Test
  @DisplayName("what lies outside of the window is not drawn")
  void window() {
    var trace =
        Trace.of(
            line(0, 5, 6, 40),
            NOON.plusSeconds(5),
            NOON.plusSeconds(30),
            ValueScale.upTo(30, 1, 3),
            100,
            90);
    assertEquals(1, trace.runs().size());
    assertEquals(2, trace.runs().getFirst().size());
  }

  @Test
  @DisplayName("of many points on one pixel the highest and the lowest are drawn")
  void peaks() {
    var points = new ArrayList<ChartPoint>();
    for (int i = 0; i < 900; i++) {
      points.add(new ChartPoint(NOON.plusSeconds(i), i == 451 ? 100 : i == 453 ? 0 : 50));
    }
    var dense = new ChartLine("a", "a", "version-0", ChartLine.Dash.SOLID, points);
    var spots =
        Trace.of(dense, NOON, NOON.plusSeconds(900), ValueScale.upTo(100, 1, 4), 60, 100)
            .runs()
            .getFirst();
    assertTrue(spots.size() <= 61 * 4, spots.size() + " spots");
    assertEquals(0, spots.stream().mapToDouble(Trace.Spot::y).min().orElseThrow());
    assertEquals(100, spots.stream().mapToDouble(Trace.Spot::y).max().orElseThrow());
    for (int i = 1; i < spots.size(); i++) {
      assertTrue(spots.get(i - 1).x() <= spots.get(i).x(), "goes back at " + i);
    }
  }

  @Test
  @DisplayName("the cursor reads the nearest value, and none in a gap")
  void near() {
    var line = line(0, 1, 2, 10);
    assertEquals(Optional.of(1.0), line.near(NOON.plusMillis(1_400)).map(ChartPoint::value));
    assertEquals(Optional.of(2.0), line.near(NOON.plusMillis(1_600)).map(ChartPoint::value));
    assertEquals(Optional.of(2.0), line.near(NOON.plusMillis(4_000)).map(ChartPoint::value));
    assertEquals(Optional.empty(), line.near(NOON.plusSeconds(6)));
    assertEquals(Optional.of(10.0), line.near(NOON.plusSeconds(12)).map(ChartPoint::value));
    assertEquals(Optional.empty(), line.near(NOON.plusSeconds(13)));
    assertEquals(Optional.empty(), line().near(NOON));
  }
}
