package dev.sluice.client;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.AuditEntry;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogPage;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.MetricSeries;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.RequestSample;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An engine in another process, on this computer or elsewhere. Calls that cannot reach it throw a
/// problem of kind `UNAVAILABLE`; the stream of events connects again by itself and resumes without
/// a gap.
public final class HttpDeploymentEngine implements DeploymentEngine {
  /// One call is to be over well before anything in between gives up on a silent connection.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /// Three heartbeats of the stream of events.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final HttpCalls http;
  private final Duration longestWait;
  private final Duration longestSilence;

  /// @param base without a path, for example `http://127.0.0.1:7400`
  /// @param token that lets the caller in
  public HttpDeploymentEngine(URI base, String token) {
    this(base, token, Optional.empty(), LONGEST_WAIT, LONGEST_SILENCE);
  }

  /// Over TLS, with the engine that has the certificate `pinned` and no other.
  public HttpDeploymentEngine(URI base, String token, Fingerprint pinned) {
    this(base, token, Optional.of(pinned), LONGEST_WAIT, LONGEST_SILENCE);
  }

  HttpDeploymentEngine(URI base, String token, Duration longestWait, Duration longestSilence) {
    this(base, token, Optional.empty(), longestWait, longestSilence);
  }

  private HttpDeploymentEngine(
      URI base,
      String token,
      Optional<Fingerprint> pinned,
      Duration longestWait,
      Duration longestSilence) {
    this.http = new HttpCalls(base, token, pinned);
    this.longestWait = longestWait;
    this.longestSilence = longestSilence;
  }

  /// Where the engine is.
  public URI address() {
    return http.base();
  }

  @Override
  public EngineInfo info() {
    return http.get("/engine", EngineInfo.class);
  }

  @Override
  public Page<ServiceView> listServices(String query, Page.Request page) {
    return page("/services?query=" + encoded(query) + "&" + part(page), ServiceView.class);
  }

  @Override
  public ServiceView getService(ServiceName service) {
    return http.get(path(service), ServiceView.class);
  }

  @Override
  public ServiceView createService(ServiceName service, boolean publicAccess) {
    var body = Map.of("name", service, "public", publicAccess);
    return http.change("POST", "/services", body, ServiceView.class);
  }

  @Override
  public ServiceView changePublicAccess(ServiceName service, boolean publicAccess) {
    return http.change("PATCH", path(service), Map.of("public", publicAccess), ServiceView.class);
  }

  @Override
  public Operation freeze(ServiceName service, String remark) {
    return http.change("POST", path(service) + ":freeze", remark(remark), Operation.class);
  }

  @Override
  public Operation unfreeze(ServiceName service, String remark) {
    return http.change("POST", path(service) + ":unfreeze", remark(remark), Operation.class);
  }

  @Override
  public Operation restartInstance(VersionName version, InstanceId instance, String remark) {
    return http.change(
        "POST", path(version, instance) + ":restart", remark(remark), Operation.class);
  }

  @Override
  public Operation removeInstance(VersionName version, InstanceId instance, String remark) {
    return http.change(
        "POST", path(version, instance) + ":remove", remark(remark), Operation.class);
  }

  private static String path(VersionName version, InstanceId instance) {
    return path(version) + "/instances/" + instance;
  }

  private static Map<String, String> remark(String remark) {
    return Map.of("remark", remark);
  }

  @Override
  public void deleteService(ServiceName service) {
    http.delete(path(service));
  }

  @Override
  public List<VersionView> listVersions(ServiceName service) {
    return list(http.tree(path(service) + "/versions"), "items", VersionView.class);
  }

  @Override
  public VersionView getVersion(VersionName version) {
    return http.get(path(version), VersionView.class);
  }

  @Override
  public Operation createVersion(ServiceName service, NewVersion version) {
    var body = new LinkedHashMap<String, Object>();
    switch (version.origin()) {
      case NewVersion.CopyOf copy -> body.put("copyOf", copyOf(copy.source()));
      case NewVersion.Given given -> {
        given.base().ifPresent(base -> body.put("copyOf", copyOf(base)));
        body.put(given.base().isPresent() ? "overrides" : "configuration", given.configuration());
      }
    }
    body.put("startTraffic", version.startTraffic());
    body.put("remark", version.remark());
    return http.change("POST", path(service) + "/versions", body, Operation.class);
  }

  @Override
  public Operation redeploy(
      VersionName version,
      Configuration draft,
      Optional<Revision> base,
      String remark,
      boolean force) {
    var body = Map.of("configuration", draft, "remark", remark, "force", force);
    var revision = base.map(r -> (long) r.value());
    return http.change("POST", path(version) + ":redeploy", body, revision, Operation.class);
  }

  @Override
  public Operation rollback(
      VersionName version, SnapshotId snapshot, Optional<Revision> base, String remark) {
    var body = Map.of("snapshot", snapshot, "remark", remark);
    var revision = base.map(r -> (long) r.value());
    return http.change("POST", path(version) + ":rollback", body, revision, Operation.class);
  }

  @Override
  public Operation restart(VersionName version, String remark) {
    var body = Map.of("remark", remark);
    return http.change("POST", path(version) + ":restart", body, Operation.class);
  }

  @Override
  public Operation deleteVersion(VersionName version) {
    return http.delete(path(version), Operation.class);
  }

  @Override
  public Forecast forecast(VersionName version, Configuration draft) {
    var body = Map.of("configuration", draft);
    return http.change("POST", path(version) + ":forecast", body, Forecast.class);
  }

  @Override
  public Forecast forecast(VersionName version, SnapshotId snapshot) {
    var body = Map.of("snapshot", snapshot);
    return http.change("POST", path(version) + ":forecast", body, Forecast.class);
  }

  @Override
  public List<InstanceView> listInstances(VersionName version) {
    return list(http.tree(path(version) + "/instances"), "items", InstanceView.class);
  }

  @Override
  public Page<Snapshot> listSnapshots(VersionName version, Page.Request page) {
    return page(path(version) + "/snapshots?" + part(page), Snapshot.class);
  }

  @Override
  public Snapshot getSnapshot(VersionName version, SnapshotId snapshot) {
    return http.get(path(version) + "/snapshots/" + snapshot, Snapshot.class);
  }

  @Override
  public List<DiffEntry> diff(Reference from, Reference to) {
    var tree = http.tree("/diff?from=" + encoded(text(from)) + "&to=" + encoded(text(to)));
    return list(tree, "entries", DiffEntry.class);
  }

  @Override
  public List<DiffEntry> diff(Reference from, Configuration draft) {
    var tree = http.post("/diff", Map.of("from", text(from), "configuration", draft));
    return list(tree, "entries", DiffEntry.class);
  }

  @Override
  public TrafficView getTraffic(ServiceName service) {
    return http.get(path(service) + "/traffic", TrafficView.class);
  }

  @Override
  public TrafficView setTraffic(
      ServiceName service, TrafficPolicy policy, Optional<Long> base, String remark) {
    var body = policy(policy);
    body.put("remark", remark);
    return http.change("PUT", path(service) + "/traffic", body, base, TrafficView.class);
  }

  private static Map<String, Object> policy(TrafficPolicy policy) {
    var body = new LinkedHashMap<String, Object>();
    switch (policy) {
      case TrafficPolicy.ByPercent byPercent -> {
        var percent = new LinkedHashMap<String, Object>();
        byPercent.percent().forEach((version, share) -> percent.put(version.toString(), share));
        body.put("mode", "PERCENT");
        body.put("percent", percent);
        body.put("sticky", byPercent.sticky());
      }
      case TrafficPolicy.ByRules byRules -> {
        body.put("mode", byRules.by());
        body.put("rules", byRules.rules());
        body.put("default", byRules.fallback());
      }
    }
    return body;
  }

  @Override
  public List<Prediction> predict(
      ServiceName service, List<RequestSample> requests, Optional<TrafficPolicy> policy) {
    var body = new LinkedHashMap<String, Object>();
    body.put(
        "requests",
        requests.stream().map(r -> Map.of("url", r.url(), "headers", r.headers())).toList());
    policy.ifPresent(draft -> body.put("policy", policy(draft)));
    var answer = http.change("POST", path(service) + "/traffic:predict", body, Predictions.class);
    return answer.results();
  }

  /// What is answered to [#predict].
  record Predictions(List<Prediction> results) {}

  @Override
  public Page<TrafficView> listTrafficHistory(ServiceName service, Page.Request page) {
    return page(path(service) + "/traffic/history?" + part(page), TrafficView.class);
  }

  @Override
  public TrafficView restoreTraffic(ServiceName service, long revision, String remark) {
    var body = Map.of("revision", revision, "remark", remark);
    return http.change("POST", path(service) + "/traffic:restore", body, TrafficView.class);
  }

  @Override
  public Page<Operation> listOperations(
      Optional<ServiceName> service, Optional<VersionName> version, Page.Request page) {
    String filter =
        service.map(name -> "&service=" + name).orElse("")
            + version.map(name -> "&version=" + name).orElse("");
    return page("/operations?" + part(page) + filter, Operation.class);
  }

  @Override
  public Operation getOperation(OperationId operation) {
    return http.get("/operations/" + operation, Operation.class);
  }

  /// Asks again where one call may not wait that long.
  @Override
  public Operation awaitOperation(OperationId operation, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Operation present;
    Duration left = limit;
    do {
      var wait = left.compareTo(longestWait) > 0 ? longestWait : left;
      long seconds = Math.max(0, wait.plusMillis(999).toSeconds());
      present = http.get("/operations/" + operation + "?wait=" + seconds, Operation.class, wait);
      left = Duration.ofNanos(deadline - System.nanoTime());
    } while (!present.state().isFinal() && left.isPositive());
    return present;
  }

  @Override
  public Operation pauseOperation(OperationId operation) {
    return steer(operation, ":pause");
  }

  @Override
  public Operation resumeOperation(OperationId operation) {
    return steer(operation, ":resume");
  }

  @Override
  public Operation cancelOperation(OperationId operation) {
    return steer(operation, ":cancel");
  }

  private Operation steer(OperationId operation, String verb) {
    return http.change("POST", "/operations/" + operation + verb, Map.of(), Operation.class);
  }

  @Override
  public LogPage readLogs(LogQuery query) {
    var tree = http.tree(logs(query, query.cursor()));
    var cursor = Optional.ofNullable(tree.path("nextCursor").asString(null));
    return new LogPage(list(tree, "items", LogLine.class), cursor);
  }

  @Override
  public Subscription followLogs(LogQuery query, LogListener listener) {
    return new LogStream(
            behind -> http.stream(logs(query, behind.or(query::cursor))), listener, longestSilence)
        .start();
  }

  private static String logs(LogQuery query, Optional<String> cursor) {
    String source =
        switch (query.source()) {
          case LogQuery.OfService(ServiceName service) -> "service=" + service;
          case LogQuery.OfVersion(VersionName version) -> "version=" + version;
          case LogQuery.OfInstance(InstanceId instance) -> "instance=" + instance;
          case LogQuery.OfOperation(OperationId operation) -> "operation=" + operation;
        };
    return "/logs?"
        + source
        + "&limit="
        + query.limit()
        + (query.text().isEmpty() ? "" : "&text=" + encoded(query.text()))
        + query.since().map(first -> "&since=" + first).orElse("")
        + query.until().map(end -> "&until=" + end).orElse("")
        + cursor.map(text -> "&cursor=" + encoded(text)).orElse("");
  }

  @Override
  public List<VersionMetrics> metrics(ServiceName service, Duration window) {
    return list(
        http.tree("/metrics/services/" + service + window(window)), "items", VersionMetrics.class);
  }

  @Override
  public MetricSeries metricSeries(VersionName version, Duration window) {
    return http.get(
        "/metrics/versions/" + version + "/series" + window(window), MetricSeries.class);
  }

  @Override
  public List<ServiceMetrics> serviceMetrics(List<ServiceName> services) {
    return list(
        http.post("/metrics/services", Map.of("services", services)),
        "items",
        ServiceMetrics.class);
  }

  private static String window(Duration window) {
    return "?window=" + window.toSeconds();
  }

  @Override
  public Page<AuditEntry> listAudit(Page.Request page) {
    return page("/audit?" + part(page), AuditEntry.class);
  }

  @Override
  public String upload(InputStream bytes) {
    return http.read(http.upload(bytes).path("upload"), String.class);
  }

  @Override
  public Subscription subscribe(Optional<Long> after, EventListener listener) {
    return new EventReader(http, after, listener, longestSilence).start();
  }

  @Override
  public void close() {
    http.close();
  }

  private <T> Page<T> page(String path, Class<T> type) {
    var tree = http.tree(path);
    return new Page<>(list(tree, "items", type), tree.path("total").longValue());
  }

  private <T> List<T> list(JsonNode tree, String field, Class<T> type) {
    var items = new ArrayList<T>();
    tree.path(field).values().forEach(item -> items.add(http.read(item, type)));
    return items;
  }

  private static String part(Page.Request page) {
    return "page=" + page.page() + "&size=" + page.size();
  }

  private static String path(ServiceName service) {
    return "/services/" + service;
  }

  private static String path(VersionName version) {
    return path(version.service()) + "/versions/" + version;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> copyOf(Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> Map.of("version", of.version().toString());
      case NewVersion.OfSnapshot of -> Map.of("snapshot", of.snapshot().value());
    };
  }

  private static String text(Reference reference) {
    return switch (reference) {
      case NewVersion.OfVersion of -> "version:" + of.version();
      case NewVersion.OfSnapshot of -> "snapshot:" + of.snapshot();
    };
  }
}
