package dev.sluice.rest;

import static java.lang.System.Logger.Level.ERROR;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.wire.Requests;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Finds the call a request is for, lets it in or not, and answers: every failure as a problem.
final class ApiHandler extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(ApiHandler.class.getName());
  private static final String BASE = "/api/v1";
  private static final String EVENTS = BASE + "/events";
  private static final String LOGS = BASE + "/logs";
  private static final Set<String> JSON_TYPES =
      Set.of("application/json", "application/x-www-form-urlencoded");

  private final DeploymentEngine engine;
  private final GatewayCounts counts;
  private final Streams streams = new Streams();
  private final EventsCall events;
  private final Logs logs;
  private final Gatekeeper gatekeeper;
  private final List<Route> routes;
  private final String description;

  ApiHandler(DeploymentEngine engine, GatewayCounts counts, ApiEntry entry, AdminToken token) {
    this.engine = engine;
    this.counts = counts;
    this.events = new EventsCall(engine, streams);
    this.logs = new Logs(engine, streams);
    this.gatekeeper = new Gatekeeper(entry, token);
    this.routes = new Calls(engine).routes();
    this.description = OpenApi.describe(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      String path = Request.getPathInContext(request);
      gatekeeper.checkTls(request);
      gatekeeper.checkAddress(request);
      boolean open = path.equals("/healthz") || path.equals("/readyz");
      if (!open) {
        gatekeeper.checkToken(request);
      }
      if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
        Call.allowParameters(query(request).keySet(), Set.of());
        events.serve(request, response, callback);
        return true;
      }
      if (path.equals(LOGS) && Logs.isToFollow(request)) {
        Call.allowParameters(query(request).keySet(), LogQueries.PARAMETERS);
        logs.follow(Call.asking(query(request)), request, response, callback);
        return true;
      }
      write(answer(path, request), request, response, callback);
    } catch (ProblemException e) {
      write(problem(e), request, response, callback);
    } catch (InvalidValueException e) {
      write(problem(Requests.notAllowed(e)), request, response, callback);
    } catch (IOException e) {
      callback.failed(e);
    } catch (RuntimeException e) {
      write(unexpected(e), request, response, callback);
    }
    return true;
  }

  /// Ends the streams of events and logs, which would not end by themselves.
  void endStreams() {
    streams.close();
  }

  /// Jetty says by exception that a request breaks HTTP; everything else is our own mistake.
  private static Answer unexpected(RuntimeException e) {
    if (e instanceof HttpException broken && broken.getCode() < 500) {
      return Refusals.unreadable(broken.getCode());
    }
    String id = Long.toHexString(System.nanoTime());
    LOG.log(ERROR, "A call failed, " + id, e);
    return problem(Refusals.failed(id));
  }

  private Answer answer(String path, Request request) throws IOException {
    var fixed = fixed(path);
    if (fixed.isPresent()) {
      return isGet(request) ? fixed.get().get() : Refusals.wrongMethod(request.getMethod(), "GET");
    }
    if (!path.startsWith(BASE + "/")) {
      throw Refusals.noSuchCall(path);
    }
    var segments = List.of(path.substring(BASE.length() + 1).split("/", -1));
    var methods = new TreeSet<String>();
    for (var route : routes) {
      var names = route.match(segments);
      if (names.isPresent() && isFor(route, request)) {
        return call(route, names.get(), request);
      }
      names.ifPresent(_ -> methods.add(route.method()));
    }
    if (methods.isEmpty()) {
      throw Refusals.noSuchCall(path);
    }
    return Refusals.wrongMethod(request.getMethod(), String.join(", ", methods));
  }

  /// Answers that stand outside the routes.
  private Optional<Supplier<Answer>> fixed(String path) {
    return switch (path) {
      case "/healthz" -> Optional.of(() -> Answer.text("text/plain", "ok\n"));
      case "/readyz" -> Optional.of(this::ready);
      case "/metrics" ->
          Optional.of(
              () -> Answer.text("text/plain; version=0.0.4", PrometheusText.of(engine, counts)));
      case BASE + "/openapi.json" ->
          Optional.of(() -> Answer.text("application/json", description));
      case EVENTS -> Optional.of(() -> Refusals.wrongMethod("HEAD", "GET"));
      case String _ -> Optional.empty();
    };
  }

  /// Whether the engine behind this face answers; a refusal of its own says why it does not.
  private Answer ready() {
    engine.info();
    return Answer.text("text/plain", "ok\n");
  }

  private static boolean isGet(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static boolean isFor(Route route, Request request) {
    return route.method().equals("GET")
        ? isGet(request)
        : route.method().equals(request.getMethod());
  }

  private static Answer call(Route route, Map<String, String> names, Request request)
      throws IOException {
    var call =
        new Call(
            names,
            query(request),
            Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_MATCH)),
            Content.Source.asInputStream(request));
    Call.allowParameters(query(request).keySet(), route.parameters());
    if (route.takesJson() && !isJson(request)) {
      return Refusals.wrongContentType(
          String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE)));
    }
    return route.handler().answer(call);
  }

  /// A request that names no type is taken at its word, and so is one with the type that `curl -d`
  /// gives to everything.
  private static boolean isJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null
        || JSON_TYPES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> query(Request request) {
    var query = new LinkedHashMap<String, String>();
    try {
      Request.extractQueryParameters(request)
          .forEach(field -> query.put(field.getName(), field.getValue()));
    } catch (IllegalArgumentException e) {
      throw Refusals.malformedPath();
    }
    return query;
  }

  /// Reads what a refused call left of its body. Else Jetty closes the connection without a word,
  /// and the next call that the client sends on it is lost.
  private static boolean isReadToItsEnd(Request request) {
    try {
      var body = Content.Source.asInputStream(request);
      return body.readNBytes(Call.LARGEST_BODY).length < Call.LARGEST_BODY;
    } catch (IOException | RuntimeException e) {
      // Broken off or not HTTP: there is nothing to keep the connection for.
      return false;
    }
  }

  private static Answer problem(ProblemException e) {
    var answer = Answer.problem(e.problem());
    return answer.status() == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }

  private static void write(Answer answer, Request request, Response response, Callback callback) {
    if (!isReadToItsEnd(request)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put("Cache-Control", "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    if (answer.body().hasRemaining()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    // Jetty leaves the body out of an answer to HEAD.
    response.write(true, answer.body(), callback);
  }
}
