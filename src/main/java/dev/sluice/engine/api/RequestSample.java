package dev.sluice.engine.api;

import dev.sluice.domain.traffic.RoutedRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request that nobody sent, to ask where it would go (R30).
///
/// @param url a path or a whole URL; of the latter, scheme and host do not matter
/// @param headers by name, in any case
public record RequestSample(String url, Map<String, List<String>> headers)
    implements RoutedRequest {
  public RequestSample {
    var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    headers = Collections.unmodifiableMap(copy);
  }

  /// Without headers.
  public static RequestSample of(String url) {
    return new RequestSample(url, Map.of());
  }

  @Override
  public String target() {
    int scheme = url.indexOf("://");
    int question = url.indexOf('?');
    if (scheme < 0 || (question >= 0 && question < scheme)) {
      return url;
    }
    int path = url.indexOf('/', scheme + 3);
    if (path < 0 || (question >= 0 && question < path)) {
      path = question < 0 ? url.length() : question;
    }
    return url.substring(path);
  }

  @Override
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }
}
