package dev.sluice.wire;

import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.engine.api.EngineInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `{name, kind, version, platform, gateway, dataDir, sampleCommand, limits, resources}`; `limits`
/// is `{mostInstances, artifactKinds, enforcement: ENFORCED|WATCHED, reason}`.
final class EngineInfoJson {
  private EngineInfoJson() {}

  static void write(EngineInfo info, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", info.name());
    out.writeStringProperty("kind", info.kind());
    out.writeStringProperty("version", info.version());
    out.writeStringProperty("platform", info.platform());
    out.writeStringProperty("gateway", info.gateway());
    out.writeStringProperty("dataDir", info.dataDir());
    writeTexts("sampleCommand", info.sampleCommand(), out);
    out.writeObjectPropertyStart("limits");
    out.writeNumberProperty("mostInstances", info.rules().mostInstances());
    writeTexts("artifactKinds", info.rules().artifactKinds().stream().sorted().toList(), out);
    out.writeStringProperty("enforcement", info.enforcement().mode().name());
    out.writeStringProperty("reason", info.enforcement().why());
    out.writeEndObject();
    out.writeArrayPropertyStart("resources");
    for (var row : info.rules().resources().rows()) {
      out.writeStartObject();
      out.writeNumberProperty("cpu", row.cpu());
      out.writeArrayPropertyStart("memoryMiB");
      row.memoryMiB().forEach(out::writeNumber);
      out.writeEndArray();
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeTexts(String name, List<String> texts, JsonGenerator out) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  static EngineInfo read(JsonNode node) {
    var limits = node.path("limits");
    var rows = new ArrayList<ResourceTable.Row>();
    for (var row : node.path("resources").values()) {
      var memory = new ArrayList<Integer>();
      row.path("memoryMiB").values().forEach(mib -> memory.add(mib.intValue()));
      rows.add(new ResourceTable.Row(row.path("cpu").decimalValue(), memory));
    }
    return new EngineInfo(
        node.path("name").asString(""),
        node.path("kind").asString(""),
        node.path("version").asString(""),
        node.path("platform").asString(""),
        node.path("gateway").asString(""),
        node.path("dataDir").asString(""),
        texts(node.path("sampleCommand")),
        enforcement(limits),
        new ConfigurationRules(
            new ResourceTable(rows),
            limits.path("mostInstances").intValue(),
            new HashSet<>(texts(limits.path("artifactKinds")))));
  }

  /// An engine that says nothing of it enforces nothing.
  private static Enforcement enforcement(JsonNode limits) {
    String mode = limits.path("enforcement").asString(Enforcement.Mode.WATCHED.name());
    return new Enforcement(
        mode.equals(Enforcement.Mode.ENFORCED.name())
            ? Enforcement.Mode.ENFORCED
            : Enforcement.Mode.WATCHED,
        limits.path("reason").asString(""));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.values().forEach(text -> texts.add(text.stringValue()));
    return texts;
  }
}
