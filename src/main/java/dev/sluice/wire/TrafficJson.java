package dev.sluice.wire;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.TrafficView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `{mode: "PERCENT", percent: {version: n}, sticky, revision, updatedAt, by}`, or with `mode`
/// `URL_PARAMETER` or `HEADER` instead of `percent` and `sticky`: `rules: [{priority, key, value,
/// version}]` and `default: version`.
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
        out.writeBooleanProperty("sticky", byPercent.sticky());
      }
      case TrafficPolicy.ByRules byRules -> {
        out.writeStringProperty("mode", byRules.by().name());
        out.writeArrayPropertyStart("rules");
        for (var rule : byRules.rules()) {
          out.writeStartObject();
          out.writeNumberProperty("priority", rule.priority());
          out.writeStringProperty("key", rule.key());
          out.writeStringProperty("value", rule.value());
          out.writeStringProperty("version", rule.version().toString());
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeStringProperty("default", byRules.fallback().toString());
      }
    }
  }

  static TrafficPolicy readPolicy(JsonNode node) {
    String mode = node.path("mode").asString("");
    if (!mode.equals("PERCENT")) {
      return readRules(TrafficPolicy.Key.valueOf(mode), node);
    }
    var shares = new TreeMap<VersionName, Percent>();
    for (var share : node.path("percent").properties()) {
      shares.put(
          VersionName.parse(share.getKey()).orElseThrow(),
          new Percent(share.getValue().intValue()));
    }
    return new TrafficPolicy.ByPercent(shares, node.path("sticky").asBoolean(false));
  }

  private static TrafficPolicy readRules(TrafficPolicy.Key key, JsonNode node) {
    var rules = new ArrayList<RouteRule>();
    for (var rule : node.path("rules")) {
      rules.add(
          new RouteRule(
              rule.path("priority").intValue(),
              rule.path("key").stringValue(),
              rule.path("value").stringValue(),
              VersionName.parse(rule.path("version").stringValue()).orElseThrow()));
    }
    var fallback = VersionName.parse(node.path("default").asString("")).orElseThrow();
    return new TrafficPolicy.ByRules(key, rules, fallback);
  }

  static TrafficView read(JsonNode node) {
    return new TrafficView(
        readPolicy(node),
        node.path("revision").longValue(),
        Instant.parse(node.path("updatedAt").stringValue()),
        node.path("by").asString(""));
  }
}
