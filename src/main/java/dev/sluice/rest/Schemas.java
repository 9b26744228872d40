package dev.sluice.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The shapes of what is sent and answered, by name. A field that ends in `?` may be absent.
final class Schemas {
  private static final String TRAFFIC =
      "measuredSeconds:number requests:integer errors:integer clientErrors:integer"
          + " gatewayErrors:any bytesIn:integer bytesOut:integer latency?:Latency";
  private static final String RATES =
      "requestsPerSecond?:number errorsPerSecond?:number clientErrorsPerSecond?:number"
          + " gatewayErrorsPerSecond:any bytesInPerSecond?:number bytesOutPerSecond?:number";
  private static final String USE = "inFlight?:integer cpuPercent?:number memoryMiB?:integer";

  private static final Map<String, String> OBJECTS =
      Map.ofEntries(
          Map.entry(
              "Service",
              "name domain public:boolean state traffic:Traffic versions:strings revision:integer"
                  + " createdAt updatedAt"),
          Map.entry(
              "Version",
              "name service state reason?:Reason scale address:Address configuration:Configuration"
                  + " trafficPercent:integer instances:Count operation? revision:integer createdAt"
                  + " updatedAt"),
          Map.entry(
              "Configuration",
              "artifact:Artifact command?:strings port?:integer protocol? environment?:Variable[]"
                  + " resources?:Resources scaling?:Scaling health?:Health roll?:Roll stop?:Stop"
                  + " logs?:strings remark?"),
          Map.entry("Artifact", "kind directory? upload? path? reference? digest?"),
          Map.entry("Variable", "name value?:any secret?:boolean"),
          Map.entry("Resources", "cpu?:number memoryMiB?:integer"),
          Map.entry(
              "Scaling", "min?:integer max?:integer conditions?:Condition[] windows?:Window[]"),
          Map.entry("Condition", "metric above:integer"),
          Map.entry("Window", "days:strings from to zone count:integer"),
          Map.entry(
              "Health",
              "kind? path? initialDelaySeconds?:integer intervalSeconds?:integer"
                  + " timeoutSeconds?:integer successes?:integer failures?:integer"),
          Map.entry(
              "Roll",
              "batch?:integer surge?:boolean minHealthySeconds?:integer deadlineSeconds?:integer"),
          Map.entry("Stop", "drainSeconds?:integer graceSeconds?:integer"),
          Map.entry("Address", "host port:integer"),
          Map.entry("Count", "ready:integer wanted:integer"),
          Map.entry("Reason", "code message"),
          Map.entry(
              "Traffic",
              "mode percent?:any sticky?:boolean rules?:Rule[] default? revision:integer updatedAt by"),
          Map.entry(
              "Snapshot",
              "id version number:integer configuration:Configuration revision:integer by remark"
                  + " operation createdAt digest"),
          Map.entry(
              "Operation",
              "id kind service version? snapshot? state progress:Progress steps:Step[]"
                  + " problem?:Reason by remark before? after? log:strings startedAt endedAt?"),
          Map.entry("Progress", "done:integer total:integer"),
          Map.entry("Step", "name state startedAt endedAt? message?"),
          Map.entry(
              "Instance",
              "id version revision:integer state address? handle? startedAt restarts:integer exit?"
                  + " cpuPercent?:number memoryMiB?:integer inFlight?:integer"),
          Map.entry(
              "Metrics",
              "version at windowSeconds:integer "
                  + TRAFFIC
                  + " "
                  + RATES
                  + " sharePercent?:number "
                  + USE),
          Map.entry("MetricPoint", "at " + TRAFFIC + " " + USE),
          Map.entry("MetricSeries", "version until windowSeconds:integer points:MetricPoint[]"),
          Map.entry(
              "ServiceMetrics",
              "service at "
                  + TRAFFIC
                  + " "
                  + RATES
                  + " errorPercent?:number stepSeconds:integer history:any"),
          Map.entry(
              "Latency",
              "p50:number p95:number p99:number max:number p50Range?:Range p95Range?:Range"
                  + " p99Range?:Range"),
          Map.entry("Range", "low:number high:number"),
          Map.entry("Services", "services:strings"),
          Map.entry(
              "Engine",
              "name kind version platform gateway dataDir sampleCommand:strings"
                  + " limits:Limits resources:any"),
          Map.entry("Limits", "mostInstances:integer artifactKinds:strings enforcement reason"),
          Map.entry("Entry", "path group change before? after? secret:boolean"),
          Map.entry("Diff", "entries:Entry[]"),
          Map.entry(
              "Forecast",
              "entries:Entry[] checks:Check[] instances:integer peakInstances:integer"
                  + " leastReady:integer expectedSeconds?:integer sideBySideRequests?:integer"
                  + " scaleOutTo?:integer"),
          Map.entry("Check", "code passed:boolean message"),
          Map.entry("Audit", "number:integer at by action target remark outcome before? after?"),
          Map.entry("LogLine", "at? instance? version? operation? text"),
          Map.entry("Upload", "upload size:integer"),
          Map.entry("Deletion", "name outcome problem?:Problem"),
          Map.entry("Deletions", "results:Deletion[]"),
          Map.entry(
              "Problem",
              "type title status:integer detail action fields?:Field[] rule? arguments?:any"),
          Map.entry("Field", "field code arguments:strings message rule?"),
          Map.entry("NewService", "name public?:boolean"),
          Map.entry("Public", "public:boolean"),
          Map.entry(
              "NewVersion",
              "configuration?:Configuration copyOf?:CopyOf overrides?:any startTraffic?:integer"
                  + " remark?"),
          Map.entry("CopyOf", "version? snapshot?"),
          Map.entry("Names", "names:strings"),
          Map.entry("Redeploy", "configuration:Configuration remark? force?:boolean"),
          Map.entry("Rollback", "snapshot remark?"),
          Map.entry("Remark", "remark?"),
          Map.entry("ForecastOf", "configuration?:Configuration snapshot?"),
          Map.entry("DiffOf", "from to? configuration?:Configuration"),
          Map.entry(
              "SetTraffic", "mode? percent?:any sticky?:boolean rules?:Rule[] default? remark?"),
          Map.entry("Rule", "priority:integer key value version"),
          Map.entry("Predict", "urls?:strings requests?:Request[] policy?:SetTraffic"),
          Map.entry("Request", "url headers?:any"),
          Map.entry("Predictions", "results:Prediction[]"),
          Map.entry("Prediction", "url version? rule?:integer reason"),
          Map.entry("Restore", "revision:integer remark?"));

  private static final List<String> LISTS =
      List.of(
          "Service",
          "Version",
          "Snapshot",
          "Operation",
          "Instance",
          "Traffic",
          "Audit",
          "Metrics",
          "ServiceMetrics");

  private Schemas() {}

  static Map<String, Object> all() {
    var schemas = new TreeMap<String, Object>();
    OBJECTS.forEach((name, fields) -> schemas.put(name, object(fields)));
    for (String item : LISTS) {
      schemas.put(item + "List", object("items:%s[] total:integer nextCursor?".formatted(item)));
    }
    schemas.put("LogLines", object("items:LogLine[] total:integer nextCursor?"));
    return schemas;
  }

  /// The fields that an object of this name must have.
  static List<String> required(String name) {
    return List.of(OBJECTS.getOrDefault(name, "").split(" ", -1)).stream()
        .map(field -> field.split(":", -1)[0])
        .filter(field -> !field.isEmpty() && !field.endsWith("?"))
        .toList();
  }

  private static Map<String, Object> object(String fields) {
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    for (String field : fields.split(" ", -1)) {
      var parts = field.split(":", -1);
      String name = parts[0].replace("?", "");
      properties.put(name, type(parts.length == 1 ? "string" : parts[1]));
      if (!parts[0].endsWith("?")) {
        required.add(name);
      }
    }
    return Map.of("type", "object", "properties", properties, "required", required);
  }

  private static Map<String, Object> type(String type) {
    return switch (type) {
      case "string", "boolean", "integer", "number" -> Map.of("type", type);
      case "strings" -> Map.of("type", "array", "items", Map.of("type", "string"));
      case "any" -> Map.of();
      case String list when list.endsWith("[]") ->
          Map.of("type", "array", "items", type(list.substring(0, list.length() - 2)));
      case String name -> Map.of("$ref", "#/components/schemas/" + name);
    };
  }
}
