package dev.sluice.gateway.access;

import java.io.ByteArrayOutputStream;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An entry as a line of JSON. What is not known is left out.
final class AccessLine {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double MILLI = 1e6;

  private AccessLine() {}

  /// With its end.
  static byte[] of(AccessEntry entry) {
    var bytes = new ByteArrayOutputStream(400);
    var asked = entry.asked();
    var answered = entry.answered();
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      out.writeStringProperty("time", entry.at().truncatedTo(ChronoUnit.MILLIS).toString());
      entry.service().ifPresent(name -> out.writeStringProperty("service", name.value()));
      entry.version().ifPresent(name -> out.writeStringProperty("version", name.toString()));
      entry.instance().ifPresent(id -> out.writeStringProperty("instance", id.value()));
      if (!asked.method().isEmpty()) {
        out.writeStringProperty("method", asked.method());
        out.writeStringProperty("path", asked.path());
      }
      out.writeNumberProperty("status", answered.status());
      out.writeNumberProperty("bytesIn", answered.bytesIn());
      out.writeNumberProperty("bytesOut", answered.bytesOut());
      out.writeNumberProperty("durationMs", Math.round(answered.nanos() / MILLI * 1_000) / 1_000.0);
      out.writeStringProperty("from", asked.from());
      if (!asked.requestId().isEmpty()) {
        out.writeStringProperty("requestId", asked.requestId());
      }
      out.writeNumberProperty("retries", answered.retries());
      if (!answered.reason().isEmpty()) {
        out.writeStringProperty("reason", answered.reason());
      }
      out.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
