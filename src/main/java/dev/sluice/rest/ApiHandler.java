package dev.sluice.rest;

import static java.lang.System.Logger.Level.ERROR;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.wire.Requests;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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

  private final DeploymentEngine engine;
  private final Gatekeeper gatekeeper;
  private final List<Route> routes;
  private final String description;

  ApiHandler(DeploymentEngine engine, AdminToken token) {
    this.engine = engine;
    this.gatekeeper = new Gatekeeper(token);
    this.routes = new Calls(engine).routes();
    this.description = OpenApi.describe(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      String path = Request.getPathInContext(request);
      gatekeeper.checkAddress(request);
      if (path.equals("/healthz") || path.equals("/readyz")) {
        write(Answer.text("text/plain", "ok\n"), request, response, callback);
        return true;
      }
      gatekeeper.checkToken(request);
      if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
        EventsCall.serve(engine, request, response, callback);
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
      String id = Long.toHexString(System.nanoTime());
      LOG.log(ERROR, "A call failed, " + id, e);
      write(problem(Refusals.failed(id)), request, response, callback);
    }
    return true;
  }

  private Answer answer(String path, Request request) throws IOException {
    if (path.equals("/metrics")) {
      return Answer.text("text/plain; version=0.0.4", PrometheusText.of(engine));
    }
    if (path.equals(BASE + "/openapi.json")) {
      return Answer.text("application/json", description);
    }
    if (!path.startsWith(BASE + "/")) {
      throw Refusals.noSuchCall(path);
    }
    var segments = List.of(path.substring(BASE.length() + 1).split("/", -1));
    var methods = new TreeSet<String>();
    for (var route : routes) {
      var names = route.match(segments);
      if (names.isPresent() && route.method().equals(request.getMethod())) {
        return call(route, names.get(), request);
      }
      names.ifPresent(_ -> methods.add(route.method()));
    }
    if (methods.isEmpty()) {
      throw Refusals.noSuchCall(path);
    }
    return Refusals.wrongMethod(request.getMethod(), String.join(", ", methods));
  }

  private static Answer call(Route route, Map<String, String> names, Request request)
      throws IOException {
    var call =
        new Call(
            names,
            query(request),
            Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_MATCH)),
            Content.Source.asInputStream(request));
    call.allowParameters(route.parameters());
    return route.handler().answer(call);
  }

  private static Map<String, String> query(Request request) {
    var query = new LinkedHashMap<String, String>();
    Request.extractQueryParameters(request)
        .forEach(field -> query.put(field.getName(), field.getValue()));
    return query;
  }

  private static Answer problem(ProblemException e) {
    var answer = Answer.problem(e.problem());
    return answer.status() == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
  }

  private static void write(Answer answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put("Cache-Control", "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    if (!answer.body().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    boolean head = request.getMethod().equals("HEAD");
    Content.Sink.write(response, true, head ? "" : answer.body(), callback);
  }
}
