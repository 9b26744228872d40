package dev.sluice.gateway.control;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Counts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was counted, on its way from the gateway. [CountsReader] takes it.
final class CountsWriter {
  private CountsWriter() {}

  static ControlAnswer.Counted counted(GatewayFigures figures) {
    var inFlight = new TreeMap<String, Integer>();
    figures.inFlight().forEach((instance, count) -> inFlight.put(instance.value(), count));
    return new ControlAnswer.Counted(
        figures.position().gateway(),
        figures.position().second(),
        figures.seconds().stream().map(CountsWriter::second).toList(),
        inFlight);
  }

  static ControlAnswer.Totals totals(GatewayTotals totals) {
    return new ControlAnswer.Totals(
        totals.instances().stream().map(CountsWriter::instance).toList(),
        totals.versions().stream().map(CountsWriter::version).toList(),
        totals.refused().stream().map(CountsWriter::refused).toList(),
        totals.droppedLogLines());
  }

  private static CountsMessage.Second second(GatewayFigures.Second second) {
    return new CountsMessage.Second(
        second.seconds(),
        second.instances().stream()
            .map(
                of ->
                    new CountsMessage.Of(
                        of.instance().value(), of.version().toString(), 0, counts(of.counts())))
            .toList(),
        second.refused().stream().map(CountsWriter::refused).toList());
  }

  private static CountsMessage counts(Counts counts) {
    return new CountsMessage(
        statuses(counts.statuses()),
        errors(counts.gatewayErrors()),
        counts.retries(),
        counts.bytesIn(),
        counts.bytesOut(),
        latency(counts.latency()),
        null,
        0);
  }

  private static List<Long> latency(LatencyCounts latency) {
    var turns = new ArrayList<Long>();
    latency.forEach(
        (micros, count) -> {
          turns.add(micros);
          turns.add(count);
        });
    return turns;
  }

  private static CountsMessage.Of instance(InstanceTotal of) {
    return new CountsMessage.Of(
        of.instance().value(), of.version().toString(), of.inFlight(), total(of.total(), null));
  }

  private static CountsMessage.Of version(VersionTotal of) {
    return new CountsMessage.Of(null, of.version().toString(), 0, total(of.total(), of.latency()));
  }

  private static CountsMessage total(Total total, @Nullable LatencyTotal latency) {
    return new CountsMessage(
        statuses(total.statuses()),
        errors(total.gatewayErrors()),
        total.retries(),
        total.bytesIn(),
        total.bytesOut(),
        null,
        latency == null ? null : latency.buckets(),
        latency == null ? 0 : latency.sumMicros());
  }

  private static List<Long> statuses(StatusCounts of) {
    return List.of(
        of.informational(), of.successful(), of.redirected(), of.clientErrors(), of.serverErrors());
  }

  private static @Nullable Map<String, Long> errors(SortedMap<String, Long> errors) {
    return errors.isEmpty() ? null : errors;
  }

  private static CountsMessage.Refused refused(Refused refused) {
    return new CountsMessage.Refused(
        refused.service().map(ServiceName::value).orElse(null),
        refused.version().map(VersionName::toString).orElse(null),
        refused.reason(),
        refused.status(),
        refused.count());
  }
}
