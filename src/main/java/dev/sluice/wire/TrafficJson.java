package dev.sluice.wire;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.TrafficView;
import java.time.Instant;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `{mode: "PERCENT", percent: {version: n}, revision, updatedAt, by}`.
final class TrafficJson {
  private TrafficJson() {}

  static void writePolicy(TrafficPolicy policy, JsonGenerator out) {
    out.writeStartObject();
    writeFields(policy, out);
    out.writeEndObject();
  }

  static void write(TrafficView traffic, JsonGenerator out) {
    out.writeStartObject();
    writeFields(traffic.policy(), out);
    out.writeNumberProperty("revision", traffic.revision());
    out.writeStringProperty("updatedAt", traffic.updatedAt().toString());
    out.writeStringProperty("by", traffic.by());
    out.writeEndObject();
  }

  private static void writeFields(TrafficPolicy policy, JsonGenerator out) {
    switch (policy) {
      case TrafficPolicy.ByPercent byPercent -> {
        out.writeStringProperty("mode", "PERCENT");
        out.writeObjectPropertyStart("percent");
        byPercent
            .percent()
            .forEach(
                (version, share) -> out.writeNumberProperty(version.toString(), share.value()));
        out.writeEndObject();
      }
    }
  }

  static TrafficPolicy readPolicy(JsonNode node) {
    String mode = node.path("mode").asString("");
    if (!mode.equals("PERCENT")) {
      throw new IllegalArgumentException("unknown traffic mode: " + mode);
    }
    var shares = new TreeMap<VersionName, Percent>();
    for (var share : node.path("percent").properties()) {
      shares.put(
          VersionName.parse(share.getKey()).orElseThrow(),
          new Percent(share.getValue().intValue()));
    }
    return new TrafficPolicy.ByPercent(shares);
  }

  static TrafficView read(JsonNode node) {
    return new TrafficView(
        readPolicy(node),
        node.path("revision").longValue(),
        Instant.parse(node.path("updatedAt").stringValue()),
        node.path("by").asString(""));
  }
}
