package dev.sluice.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/// The one line that an engine prints when it serves.
///
/// @param api base URL of the API
/// @param gateway base URL of the gateway
record ReadyLine(String api, String gateway, Path tokenFile) {
  private static final JsonMapper JSON = new JsonMapper();

  String write() {
    var members = new LinkedHashMap<String, Object>();
    members.put("ready", true);
    members.put("api", api);
    members.put("gateway", gateway);
    members.put("tokenFile", tokenFile.toString());
    return JSON.writeValueAsString(members);
  }
}
