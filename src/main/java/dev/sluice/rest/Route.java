package dev.sluice.rest;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One call of the API.
///
/// @param template path below `/api/v1`; `{name}` stands for one segment, which has no colon, and
///   may be followed by a verb: `/services/{service}:freeze`
/// @param id stable name, for the API's description
/// @param parameters of the query
/// @param request name of the body's schema; empty for none
/// @param response name of the answer's schema; empty for none
record Route(
    String method,
    String template,
    String id,
    Set<String> parameters,
    String request,
    String response,
    Body handler) {

  /// Makes the call.
  interface Body {
    Answer answer(Call call) throws IOException;
  }

  /// Whether the body, if there is one, is JSON.
  boolean takesJson() {
    return !request.isEmpty() && !request.equals("Bytes");
  }

  /// What stands in `path` where the template has names; empty when it does not fit.
  Optional<Map<String, String>> match(List<String> path) {
    var pattern = List.of(template.substring(1).split("/"));
    if (pattern.size() != path.size()) {
      return Optional.empty();
    }
    var names = new HashMap<String, String>();
    for (int i = 0; i < pattern.size(); i++) {
      if (!matches(pattern.get(i), path.get(i), names)) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }

  private static boolean matches(String pattern, String segment, Map<String, String> names) {
    int end = pattern.indexOf('}');
    if (end < 0) {
      return pattern.equals(segment);
    }
    String verb = pattern.substring(end + 1);
    if (!segment.endsWith(verb)) {
      return false;
    }
    String value = segment.substring(0, segment.length() - verb.length());
    if (value.isEmpty() || value.contains(":")) {
      return false;
    }
    names.put(pattern.substring(1, end), value);
    return true;
  }
}
