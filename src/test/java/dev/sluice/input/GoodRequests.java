package dev.sluice.input;

import java.util.List;
import java.util.Map;

/// Right bodies to start from.
final class GoodRequests {
  private static final String CONFIGURATION =
      """
      {"artifact": {"kind": "command", "directory": "/srv"}, "command": ["serve", "${PORT}"], "port": 8081, "protocol": "H2C",
       "environment": [{"name": "MODE", "value": "quick", "secret": false},
                       {"name": "KEY", "value": "canary-sent", "secret": true}],
       "resources": {"cpu": 0.5, "memoryMiB": 1024},
       "scaling": {"min": 1, "max": 3, "conditions": [{"metric": "CPU", "above": 60}], "windows":
          [{"days": ["MON"], "from": "08:00", "to": "18:00", "zone": "UTC", "count": 2}]},
       "health": {"kind": "HTTP", "path": "/", "initialDelaySeconds": 0, "intervalSeconds": 1,
                  "timeoutSeconds": 1, "successes": 1, "failures": 3},
       "roll": {"batch": 1, "surge": true, "minHealthySeconds": 0, "deadlineSeconds": 10},
       "stop": {"drainSeconds": 0, "graceSeconds": 1}, "logs": ["/tmp/a.log"], "remark": "sent"}
      """;

  private static final String REMARK = "{\"remark\": \"why\"}";
  private static final String PERCENT =
      "{\"mode\": \"PERCENT\", \"percent\": {\"shop-001\": 60, \"shop-002\": 40}}";
  private static final String RULES =
      """
      {"mode": "URL_PARAMETER", "default": "shop-001", "rules":
         [{"priority": 1, "key": "user", "value": "a*", "version": "shop-002"},
          {"priority": 2, "key": "user", "value": "[bc]?", "version": "shop-001"}]}
      """;

  /// By the operation's id.
  private static final Map<String, List<String>> BODIES =
      Map.ofEntries(
          Map.entry("createService", List.of("{\"name\": \"other\", \"public\": true}")),
          Map.entry("changeService", List.of("{\"public\": false}")),
          Map.entry("freeze", List.of(REMARK)),
          Map.entry("unfreeze", List.of(REMARK)),
          Map.entry(
              "createVersion",
              List.of(
                  "{\"configuration\": %s, \"startTraffic\": 0, \"remark\": \"new\"}"
                      .formatted(CONFIGURATION),
                  "{\"copyOf\": {\"version\": \"shop-001\"}, \"overrides\": %s}"
                      .formatted(CONFIGURATION))),
          Map.entry("deleteVersions", List.of("{\"names\": [\"shop-001\", \"shop-002\"]}")),
          Map.entry(
              "redeploy",
              List.of(
                  "{\"configuration\": %s, \"remark\": \"why\", \"force\": true}"
                      .formatted(CONFIGURATION))),
          Map.entry("rollback", List.of("{\"snapshot\": \"shop-001.1\", \"remark\": \"why\"}")),
          Map.entry("restart", List.of(REMARK)),
          Map.entry(
              "forecast",
              List.of(
                  "{\"configuration\": %s}".formatted(CONFIGURATION),
                  "{\"snapshot\": \"shop-001.1\"}")),
          Map.entry("restartInstance", List.of(REMARK)),
          Map.entry("removeInstance", List.of(REMARK)),
          Map.entry(
              "diffDraft",
              List.of(
                  "{\"from\": \"version:shop-001\", \"configuration\": %s}"
                      .formatted(CONFIGURATION),
                  "{\"from\": \"version:shop-001\", \"to\": \"snapshot:shop-001.1\"}")),
          Map.entry("setTraffic", List.of(PERCENT, RULES)),
          Map.entry("restoreTraffic", List.of("{\"revision\": 1, \"remark\": \"why\"}")),
          Map.entry(
              "predict",
              List.of(
                  "{\"urls\": [\"/?user=abc\", \"http://shop.localhost/a?b=c#d\"], \"policy\": %s}"
                      .formatted(RULES),
                  "{\"requests\": [{\"url\": \"/\", \"headers\": {\"X-User\": \"a\"}}]}")));

  private GoodRequests() {}

  /// Whether the call with this id takes JSON that is known here.
  static boolean has(String id) {
    return BODIES.containsKey(id);
  }

  /// Of a call that is not known here, or takes no body, the empty object.
  static List<String> of(String id) {
    return BODIES.getOrDefault(id, List.of("{}"));
  }
}
