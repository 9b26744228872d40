package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.VersionUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeriesFeedTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final VersionName VERSION = new VersionName(new ServiceName("shop"), 1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static MetricSeries series(int until, int... seconds) {
    return new MetricSeries(
        VERSION,
        NOON.plusSeconds(until),
        60,
        IntStream.of(seconds)
            .mapToObj(
                s ->
                    new MetricPoint(
                        NOON.plusSeconds(s),
                        TrafficFigures.counts(1, until, 0),
                        VersionUse.UNKNOWN))
            .toList());
  }

  private static List<Long> seconds(MetricSeries series) {
    return series.points().stream()
        .map(point -> Duration.between(NOON, point.at()).toSeconds())
        .toList();
  }

  @Test
  @DisplayName("what is read anew follows what is known, and stands in for it where both have it")
  void joined() {
    var joined = SeriesFeed.joined(series(11, 8, 9, 10), series(13, 10, 11, 12), MINUTE);
    assertEquals(List.of(8L, 9L, 10L, 11L, 12L), seconds(joined));
    assertEquals(13, joined.points().get(2).traffic().requests());
    assertEquals(NOON.plusSeconds(13), joined.until());
  }

  @Test
  @DisplayName("what is older than the window is forgotten, also when nothing new was measured")
  void forgotten() {
    assertEquals(
        List.of(31L, 90L),
        seconds(SeriesFeed.joined(series(80, 10, 30, 31), series(90, 90), MINUTE)));
    assertEquals(List.of(31L), seconds(SeriesFeed.joined(series(80, 10, 31), series(90), MINUTE)));
  }
}
