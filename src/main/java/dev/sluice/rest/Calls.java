package dev.sluice.rest;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.RequestSample;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.wire.PredictionJson;
import dev.sluice.wire.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Everything that can be called below `/api/v1`, but the event stream.
final class Calls {
  private static final Set<String> PAGED = Set.of("page", "size", "cursor");
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final DeploymentEngine engine;
  private final WrittenServices written = new WrittenServices();
  private final List<Route> routes = new ArrayList<>();

  Calls(DeploymentEngine engine) {
    this.engine = engine;
    services();
    versions();
    snapshots();
    traffic();
    operations();
    others();
  }

  List<Route> routes() {
    return routes;
  }

  private void services() {
    get("/services", "listServices", "ServiceList", plus(PAGED, "query"), this::listServices);
    post("/services", "createService", "NewService", "Service", this::createService);
    get("/services/{service}", "getService", "Service", Set.of(), this::getService);
    add("PATCH", "/services/{service}", "changeService", "Public", "Service", this::changeService);
    add("DELETE", "/services/{service}", "deleteService", "", "", this::deleteService);
    post(
        "/services/{service}:freeze",
        "freeze",
        "Remark",
        "Operation",
        call -> Answer.accepted(engine.freeze(call.service(), Requests.remark(call.body()))));
    post(
        "/services/{service}:unfreeze",
        "unfreeze",
        "Remark",
        "Operation",
        call -> Answer.accepted(engine.unfreeze(call.service(), Requests.remark(call.body()))));
  }

  private void versions() {
    String versions = "/services/{service}/versions";
    String version = versions + "/{version}";
    get(versions, "listVersions", "VersionList", Set.of(), this::listVersions);
    post(versions, "createVersion", "NewVersion", "Operation", this::createVersion);
    post(
        versions + ":delete",
        "deleteVersions",
        "Names",
        "Deletions",
        call -> Deletions.of(engine, call));
    get(version, "getVersion", "Version", Set.of(), this::getVersion);
    add("DELETE", version, "deleteVersion", "", "Operation", this::deleteVersion);
    post(version + ":redeploy", "redeploy", "Redeploy", "Operation", this::redeploy);
    post(version + ":rollback", "rollback", "Rollback", "Operation", this::rollback);
    post(version + ":restart", "restart", "Remark", "Operation", this::restart);
    post(version + ":forecast", "forecast", "ForecastOf", "Forecast", this::forecast);
    String instances = version + "/instances";
    get(instances, "listInstances", "InstanceList", Set.of(), this::listInstances);
    post(
        instances + "/{instance}:restart",
        "restartInstance",
        "Remark",
        "Operation",
        call ->
            Answer.accepted(
                engine.restartInstance(
                    call.version(), call.instance(), Requests.remark(call.body()))));
    post(
        instances + "/{instance}:remove",
        "removeInstance",
        "Remark",
        "Operation",
        call ->
            Answer.accepted(
                engine.removeInstance(
                    call.version(), call.instance(), Requests.remark(call.body()))));
  }

  private void snapshots() {
    String snapshots = "/services/{service}/versions/{version}/snapshots";
    get(snapshots, "listSnapshots", "SnapshotList", PAGED, this::listSnapshots);
    get(snapshots + "/{snapshot}", "getSnapshot", "Snapshot", Set.of(), this::getSnapshot);
    get("/diff", "diff", "Diff", Set.of("from", "to"), this::diff);
    post("/diff", "diffDraft", "DiffOf", "Diff", this::diffDraft);
  }

  private void traffic() {
    String traffic = "/services/{service}/traffic";
    get(traffic, "getTraffic", "Traffic", Set.of(), this::getTraffic);
    add("PUT", traffic, "setTraffic", "SetTraffic", "Traffic", this::setTraffic);
    get(traffic + "/history", "listTraffic", "TrafficList", PAGED, this::listTraffic);
    post(traffic + ":predict", "predict", "Predict", "Predictions", this::predict);
    post(traffic + ":restore", "restoreTraffic", "Restore", "Traffic", this::restoreTraffic);
  }

  private void operations() {
    String operation = "/operations/{operation}";
    var filters = plus(PAGED, "service", "version");
    get("/operations", "listOperations", "OperationList", filters, this::listOperations);
    get(operation, "getOperation", "Operation", Set.of("wait"), this::getOperation);
    post(
        operation + ":pause",
        "pauseOperation",
        "",
        "Operation",
        call -> Answer.accepted(engine.pauseOperation(call.operation())));
    post(
        operation + ":resume",
        "resumeOperation",
        "",
        "Operation",
        call -> Answer.accepted(engine.resumeOperation(call.operation())));
    post(
        operation + ":cancel",
        "cancelOperation",
        "",
        "Operation",
        call -> Answer.accepted(engine.cancelOperation(call.operation())));
  }

  private void others() {
    var filters = LogQueries.PARAMETERS;
    get("/logs", "readLogs", "LogLines", filters, call -> Logs.read(engine, call));
    var window = Set.of("window");
    String metrics = "/metrics/versions/{version}";
    get(metrics, "metrics", "Metrics", window, this::metrics);
    get(
        metrics + "/series",
        "metricSeries",
        "MetricSeries",
        window,
        call -> Answer.ok(engine.metricSeries(call.anyVersion(), window(call))));
    get(
        "/metrics/services/{service}",
        "listMetrics",
        "MetricsList",
        window,
        call -> list(engine.metrics(call.service(), window(call))));
    post(
        "/metrics/services",
        "serviceMetrics",
        "Services",
        "ServiceMetricsList",
        call -> list(engine.serviceMetrics(Requests.services(call.body()))));
    get(
        "/audit",
        "listAudit",
        "AuditList",
        PAGED,
        call -> page(engine.listAudit(call.page()), call));
    get("/engine", "getEngine", "Engine", Set.of(), _ -> Answer.ok(engine.info()));
    post("/artifacts", "upload", "Bytes", "Upload", this::upload);
  }

  private Answer listServices(Call call) {
    var services = engine.listServices(call.query("query").orElse(""), call.page());
    return page(new Page<>(written.of(services), services.total()), call);
  }

  private Answer createService(Call call) throws IOException {
    var wanted = Requests.createService(call.body());
    var service = engine.createService(wanted.name(), wanted.publicAccess());
    return Answer.ok(service, service.revision());
  }

  private Answer getService(Call call) {
    var service = engine.getService(call.service());
    return Answer.ok(service, service.revision());
  }

  private Answer changeService(Call call) throws IOException {
    boolean publicAccess = Requests.publicAccess(call.body());
    expectServiceRevision(call);
    var service = engine.changePublicAccess(call.service(), publicAccess);
    return Answer.ok(service, service.revision());
  }

  private Answer deleteService(Call call) {
    expectServiceRevision(call);
    engine.deleteService(call.service());
    return Answer.noContent();
  }

  private Answer listVersions(Call call) {
    return list(engine.listVersions(call.service()));
  }

  private Answer createVersion(Call call) throws IOException {
    var wanted = Requests.newVersion(call.body(), reference -> Present.of(engine, reference));
    try {
      return Answer.accepted(engine.createVersion(call.service(), wanted));
    } catch (ProblemException e) {
      boolean isChangedCopy =
          wanted.origin() instanceof NewVersion.Given given && given.base().isPresent();
      throw isChangedCopy ? Refusals.inOverrides(e) : e;
    }
  }

  private Answer getVersion(Call call) {
    var version = engine.getVersion(call.version());
    return Answer.ok(version, version.revision());
  }

  private Answer deleteVersion(Call call) {
    expectRevision(call);
    return Answer.accepted(engine.deleteVersion(call.version()));
  }

  private Answer redeploy(Call call) throws IOException {
    var wanted = Requests.redeploy(call.body());
    var base = call.ifMatch().map(revision -> possible(call.version(), revision));
    return Answer.accepted(
        engine.redeploy(
            call.version(), wanted.configuration(), base, wanted.remark(), wanted.force()));
  }

  /// A number that no revision can have is as stale as one that has passed.
  private Revision possible(VersionName version, long revision) {
    if (revision < 1 || revision > Integer.MAX_VALUE) {
      int now = engine.getVersion(version).revision().value();
      throw Refusals.stale(version.toString(), revision, now);
    }
    return new Revision((int) revision);
  }

  private void expectRevision(Call call) {
    var version = call.version();
    call.expect(version.toString(), () -> engine.getVersion(version).revision().value());
  }

  private void expectServiceRevision(Call call) {
    var service = call.service();
    call.expect("service " + service, () -> engine.getService(service).revision());
  }

  private Answer rollback(Call call) throws IOException {
    var wanted = Requests.rollback(call.body());
    var base = call.ifMatch().map(revision -> possible(call.version(), revision));
    return Answer.accepted(
        engine.rollback(call.version(), wanted.snapshot(), base, wanted.remark()));
  }

  private Answer restart(Call call) throws IOException {
    String remark = Requests.remark(call.body());
    expectRevision(call);
    return Answer.accepted(engine.restart(call.version(), remark));
  }

  private Answer forecast(Call call) throws IOException {
    var wanted = Requests.forecast(call.body());
    return Answer.ok(
        wanted.snapshot().isPresent()
            ? engine.forecast(call.version(), wanted.snapshot().get())
            : engine.forecast(call.version(), wanted.configuration().orElseThrow()));
  }

  private Answer listInstances(Call call) {
    return list(engine.listInstances(call.version()));
  }

  private Answer listSnapshots(Call call) {
    return page(engine.listSnapshots(call.version(), call.page()), call);
  }

  private Answer getSnapshot(Call call) {
    return Answer.ok(engine.getSnapshot(call.version(), call.snapshot()));
  }

  private Answer diff(Call call) {
    var from = Requests.reference("from", call.query("from").orElse(""));
    var to = Requests.reference("to", call.query("to").orElse(""));
    return entries(engine.diff(from, to));
  }

  private Answer diffDraft(Call call) throws IOException {
    var wanted = Requests.diff(call.body());
    return entries(
        wanted.to().isPresent()
            ? engine.diff(wanted.from(), wanted.to().get())
            : engine.diff(wanted.from(), wanted.draft().orElseThrow()));
  }

  private static Answer entries(List<DiffEntry> entries) {
    return Answer.ok(Map.of("entries", entries));
  }

  private Answer getTraffic(Call call) {
    var traffic = engine.getTraffic(call.service());
    return Answer.ok(traffic, traffic.revision());
  }

  private Answer setTraffic(Call call) throws IOException {
    var wanted = Requests.traffic(call.body());
    var traffic =
        engine.setTraffic(call.service(), wanted.policy(), call.ifMatch(), wanted.remark());
    return Answer.ok(traffic, traffic.revision());
  }

  private Answer predict(Call call) throws IOException {
    var wanted = Requests.predict(call.body());
    var predicted = engine.predict(call.service(), wanted.requests(), wanted.policy());
    var urls = wanted.requests().stream().map(RequestSample::url).toList();
    return Answer.ok(PredictionJson.results(urls, predicted));
  }

  private Answer listTraffic(Call call) {
    return page(engine.listTrafficHistory(call.service(), call.page()), call);
  }

  private Answer restoreTraffic(Call call) throws IOException {
    var wanted = Requests.restoreTraffic(call.body());
    call.expect(
        "the traffic of " + call.service(), () -> engine.getTraffic(call.service()).revision());
    var traffic = engine.restoreTraffic(call.service(), wanted.getKey(), wanted.getValue());
    return Answer.ok(traffic, traffic.revision());
  }

  private Answer listOperations(Call call) {
    var service = call.query("service").map(name -> Call.named("service", name).service());
    var version = call.query("version").map(name -> Call.named("version", name).anyVersion());
    return page(engine.listOperations(service, version, call.page()), call);
  }

  private Answer getOperation(Call call) {
    int seconds = call.query("wait", 0, 0, (int) LONGEST_WAIT.toSeconds());
    return Answer.ok(
        seconds == 0
            ? engine.getOperation(call.operation())
            : engine.awaitOperation(call.operation(), Duration.ofSeconds(seconds)));
  }

  private Answer metrics(Call call) {
    var version = call.anyVersion();
    return Answer.ok(
        engine.metrics(version.service(), window(call)).stream()
            .filter(m -> m.version().equals(version))
            .findFirst()
            .orElseThrow(() -> Refusals.notFound("Version", version.toString())));
  }

  /// A longer one than is remembered is no mistake: the answer says what it covers.
  private static Duration window(Call call) {
    return Duration.ofSeconds(
        call.query("window", (int) VersionMetrics.WINDOW.toSeconds(), 1, 3_600));
  }

  private Answer upload(Call call) throws IOException {
    var counted = new CountingStream(call.stream());
    String digest = engine.upload(counted);
    return Answer.ok(Map.of("upload", digest, "size", counted.count()));
  }

  private static Answer list(List<?> items) {
    return Answer.ok(new Page<>(items, items.size()));
  }

  private static Answer page(Page<?> page, Call call) {
    var request = call.page();
    var members = new LinkedHashMap<String, Object>();
    members.put("items", page.items());
    members.put("total", page.total());
    if (request.offset() + page.items().size() < page.total()) {
      members.put("nextCursor", Integer.toString(request.page() + 1));
    }
    return Answer.ok(members);
  }

  private static Set<String> plus(Set<String> some, String... more) {
    var all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private void get(
      String template, String id, String response, Set<String> parameters, Route.Body body) {
    routes.add(new Route("GET", template, id, parameters, "", response, body));
  }

  private void post(String template, String id, String request, String response, Route.Body body) {
    add("POST", template, id, request, response, body);
  }

  private void add(
      String method, String template, String id, String request, String response, Route.Body body) {
    routes.add(new Route(method, template, id, Set.of(), request, response, body));
  }
}
