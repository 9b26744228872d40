package dev.sluice.gateway.control;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Counts;
import dev.sluice.engine.port.GatewayFigures.OfInstance;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayFigures.Refused;
import dev.sluice.engine.port.GatewayTotals;
import dev.sluice.engine.port.GatewayTotals.InstanceTotal;
import dev.sluice.engine.port.GatewayTotals.LatencyTotal;
import dev.sluice.engine.port.GatewayTotals.Total;
import dev.sluice.engine.port.GatewayTotals.VersionTotal;
import dev.sluice.engine.port.LatencyCounts;
import dev.sluice.engine.port.StatusCounts;
import dev.sluice.wire.control.ControlAnswer;
import dev.sluice.wire.control.CountsMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What [CountsWriter] wrote, on its way to the engine.
final class CountsReader {
  private CountsReader() {}

  /// @throws IOException when the gateway wrote what cannot be
  static GatewayFigures figures(ControlAnswer.Counted counted) throws IOException {
    try {
      var inFlight = new HashMap<InstanceId, Integer>();
      counted.inFlight().forEach((instance, n) -> inFlight.put(new InstanceId(instance), n));
      return new GatewayFigures(
          new Position(counted.gateway(), counted.second()),
          counted.seconds().stream().map(CountsReader::second).toList(),
          inFlight);
    } catch (IllegalArgumentException e) {
      throw new IOException("the gateway's figures make no sense: " + e.getMessage(), e);
    }
  }

  /// @throws IOException when the gateway wrote what cannot be
  static GatewayTotals totals(ControlAnswer.Totals totals) throws IOException {
    try {
      return new GatewayTotals(
          totals.instances().stream().map(CountsReader::instanceTotal).toList(),
          totals.versions().stream().map(CountsReader::versionTotal).toList(),
          totals.refused().stream().map(CountsReader::refused).toList(),
          totals.droppedLogLines());
    } catch (IllegalArgumentException e) {
      throw new IOException("the gateway's figures make no sense: " + e.getMessage(), e);
    }
  }

  private static GatewayFigures.Second second(CountsMessage.Second second) {
    return new GatewayFigures.Second(
        second.seconds(),
        second.instances().stream()
            .map(of -> new OfInstance(instance(of), version(of.version()), counts(of.counts())))
            .toList(),
        second.refused().stream().map(CountsReader::refused).toList());
  }

  private static InstanceTotal instanceTotal(CountsMessage.Of of) {
    return new InstanceTotal(
        instance(of), version(of.version()), total(of.counts()), of.inFlight());
  }

  private static VersionTotal versionTotal(CountsMessage.Of of) {
    var buckets = of.counts().buckets();
    if (buckets == null || buckets.size() != LatencyTotal.BOUNDS.size() + 1) {
      throw new IllegalArgumentException("other buckets than expected");
    }
    return new VersionTotal(
        version(of.version()), total(of.counts()), new LatencyTotal(buckets, of.counts().micros()));
  }

  private static Total total(CountsMessage counts) {
    return new Total(
        statuses(counts.statuses()),
        errors(counts.errors()),
        counts.retries(),
        counts.bytesIn(),
        counts.bytesOut());
  }

  private static Counts counts(CountsMessage counts) {
    return new Counts(
        statuses(counts.statuses()),
        errors(counts.errors()),
        counts.retries(),
        counts.bytesIn(),
        counts.bytesOut(),
        latency(counts.latency()));
  }

  private static LatencyCounts latency(@Nullable List<Long> turns) {
    if (turns == null || turns.isEmpty()) {
      return LatencyCounts.NONE;
    }
    if (turns.size() % 2 != 0) {
      throw new IllegalArgumentException("a latency without a count");
    }
    var builder = new LatencyCounts.Builder();
    for (int i = 0; i < turns.size(); i += 2) {
      builder.add(turns.get(i), turns.get(i + 1));
    }
    return builder.build();
  }

  private static StatusCounts statuses(List<Long> of) {
    if (of.size() != 5) {
      throw new IllegalArgumentException(of.size() + " classes of status");
    }
    return new StatusCounts(of.get(0), of.get(1), of.get(2), of.get(3), of.get(4));
  }

  private static SortedMap<String, Long> errors(@Nullable Map<String, Long> errors) {
    return errors == null ? new TreeMap<>() : new TreeMap<>(errors);
  }

  private static Refused refused(CountsMessage.Refused refused) {
    return new Refused(
        Optional.ofNullable(refused.service()).map(ServiceName::new),
        Optional.ofNullable(refused.version()).map(CountsReader::version),
        refused.reason(),
        refused.status(),
        refused.count());
  }

  private static InstanceId instance(CountsMessage.Of of) {
    return new InstanceId(Optional.ofNullable(of.instance()).orElse(""));
  }

  private static VersionName version(String text) {
    return VersionName.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a version's name: " + text));
  }
}
