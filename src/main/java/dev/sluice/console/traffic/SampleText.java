package dev.sluice.console.traffic;

import dev.sluice.engine.api.RequestSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Requests as they are pasted, to ask where they would go: a URL or path on each line, and below
/// it lines `Name: value` for its headers. Headers before the first URL go with every request;
/// without any URL they are one request for `/`.
final class SampleText {
  /// As many as fit on a few screens; a whole access log is not meant.
  static final int MOST = 200;

  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(?!//)(.*)");

  private SampleText() {}

  static List<RequestSample> read(String text) {
    var common = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    var samples = new ArrayList<RequestSample>();
    String url = "";
    Map<String, List<String>> headers = common;
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      var header = HEADER.matcher(line);
      if (header.matches()) {
        headers
            .computeIfAbsent(header.group(1), _ -> new ArrayList<>())
            .add(header.group(2).strip());
        continue;
      }
      add(samples, url, headers);
      url = line;
      headers = copy(common);
    }
    add(samples, url.isEmpty() && !common.isEmpty() ? "/" : url, headers);
    return samples.subList(0, Math.min(MOST, samples.size()));
  }

  private static void add(
      List<RequestSample> samples, String url, Map<String, List<String>> headers) {
    if (!url.isEmpty()) {
      samples.add(new RequestSample(url, headers));
    }
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> headers) {
    var copy = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
    return copy;
  }
}
