package dev.sluice.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// Reads the query of a request, strictly: what is unknown or there twice is refused.
final class Queries {
  private Queries() {}

  /// @param known names of the parameters that there may be
  static Map<String, String> read(Request request, Set<String> known) {
    var query = new LinkedHashMap<String, String>();
    for (var field : fields(request)) {
      if (!known.contains(field.getName())) {
        throw Refusals.unknownParameter(field.getName());
      }
      if (field.getValues().size() > 1) {
        throw Refusals.repeatedParameter(field.getName());
      }
      query.put(field.getName(), field.getValue());
    }
    return query;
  }

  /// Jetty reports a query that cannot be decoded in more than one way.
  private static Fields fields(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException e) {
      throw Refusals.unreadableQuery();
    }
  }
}
