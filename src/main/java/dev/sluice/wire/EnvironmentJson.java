package dev.sluice.wire;

import dev.sluice.domain.service.EnvironmentVariable;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `{name, value, secret}`; a value that is not shown is `null`.
final class EnvironmentJson {
  private EnvironmentJson() {}

  static void write(EnvironmentVariable variable, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", variable.name());
    out.writeName("value");
    variable.value().ifPresentOrElse(out::writeString, out::writeNull);
    out.writeBooleanProperty("secret", variable.secret());
    out.writeEndObject();
  }

  static EnvironmentVariable read(JsonNode node) {
    return new EnvironmentVariable(
        node.path("name").stringValue(),
        Optional.of(node.path("value")).filter(JsonNode::isString).map(JsonNode::stringValue),
        node.path("secret").asBoolean(false));
  }
}
