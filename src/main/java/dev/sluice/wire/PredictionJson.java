package dev.sluice.wire;

import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// `{results: [{url, version?, rule?: priority, reason}]}`.
public final class PredictionJson {
  private PredictionJson() {}

  /// @param urls what was asked about, one for each of `predictions`
  public static Map<String, Object> results(List<String> urls, List<Prediction> predictions) {
    var results = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < predictions.size(); i++) {
      var prediction = predictions.get(i);
      var result = new LinkedHashMap<String, Object>();
      result.put("url", urls.get(i));
      prediction.version().ifPresent(version -> result.put("version", version));
      prediction.rule().ifPresent(rule -> result.put("rule", rule));
      result.put("reason", prediction.reason());
      results.add(result);
    }
    return Map.of("results", results);
  }

  static Prediction read(JsonNode node) {
    var version = VersionName.parse(node.path("version").asString(""));
    var rule = node.path("rule");
    return new Prediction(
        version,
        rule.isIntegralNumber() ? OptionalInt.of(rule.intValue()) : OptionalInt.empty(),
        node.path("reason").asString(""));
  }
}
