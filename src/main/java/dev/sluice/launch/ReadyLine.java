package dev.sluice.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The one line that an engine prints when it serves.
///
/// @param api base URL of the API
/// @param gateway base URL of the gateway
/// @param fingerprint SHA-256 of the API's certificate, to be compared by whoever adds the engine
record ReadyLine(String api, String gateway, Path tokenFile, Optional<String> fingerprint) {
  private static final JsonMapper JSON = new JsonMapper();

  String write() {
    var members = new LinkedHashMap<String, Object>();
    members.put("ready", true);
    members.put("api", api);
    members.put("gateway", gateway);
    members.put("tokenFile", tokenFile.toString());
    fingerprint.ifPresent(print -> members.put("fingerprint", print));
    return JSON.writeValueAsString(members);
  }
}
