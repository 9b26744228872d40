package dev.sluice.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The one line that an engine prints when it serves.
///
/// @param api base URL of the API
/// @param gateway base URL of the gateway
record ReadyLine(String api, String gateway, Path tokenFile) {
  private static final JsonMapper JSON = new JsonMapper();

  String write() {
    var members = new LinkedHashMap<String, Object>(Map.of());
    members.put("ready", true);
    members.put("api", api);
    members.put("gateway", gateway);
    members.put("tokenFile", tokenFile.toString());
    return JSON.writeValueAsString(members);
  }

  /// @throws IllegalArgumentException when `line` is none
  static ReadyLine read(String line) {
    try {
      var node = JSON.readTree(line);
      return new ReadyLine(
          node.path("api").asString(""),
          node.path("gateway").asString(""),
          Path.of(node.path("tokenFile").asString("")));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not what an engine prints: " + line, e);
    }
  }
}
