package dev.sluice.rest;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.wire.ProblemJson;
import dev.sluice.wire.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Deletes several versions: all are started before the first is waited for, so that together they
/// take as long as the slowest. One refusal does not stop the rest (R59).
final class Deletions {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private Deletions() {}

  static Answer of(DeploymentEngine engine, Call call) throws IOException {
    var service = call.service();
    var names = Requests.names(call.body()).stream().distinct().toList();
    var started = new TreeMap<String, OperationId>();
    var refused = new TreeMap<String, Problem>();
    for (String name : names) {
      attempt(
          name,
          refused,
          () -> {
            var version =
                VersionName.parse(name)
                    .filter(v -> v.service().equals(service))
                    .orElseThrow(() -> Refusals.notFound("Version", name));
            started.put(name, engine.deleteVersion(version).id());
          });
    }
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    started.forEach(
        (name, id) ->
            attempt(name, refused, () -> await(engine, id, deadline - System.nanoTime())));
    return Answer.ok(Map.of("results", results(names, refused)));
  }

  private static void attempt(String name, Map<String, Problem> refused, Runnable step) {
    try {
      step.run();
    } catch (ProblemException e) {
      refused.put(name, e.problem());
    }
  }

  private static void await(DeploymentEngine engine, OperationId id, long nanos) {
    var ended = engine.awaitOperation(id, Duration.ofNanos(Math.max(0, nanos)));
    if (ended.state() != Operation.State.SUCCEEDED) {
      throw notDeleted(ended);
    }
  }

  private static ProblemException notDeleted(Operation operation) {
    Supplier<Failure> unfinished = () -> new Failure("unfinished", "It is not finished yet.");
    var failure = operation.problem().orElseGet(unfinished);
    return new ProblemException(
        new Problem(
            Problem.Kind.CONFLICT,
            failure.code(),
            failure.message(),
            "Look at operation %s.".formatted(operation.id()),
            Map.of("operation", operation.id().value()),
            List.of(),
            Optional.empty()));
  }

  private static List<Map<String, Object>> results(
      List<String> names, Map<String, Problem> refused) {
    var results = new ArrayList<Map<String, Object>>();
    for (String name : names) {
      var result = new LinkedHashMap<String, Object>();
      result.put("name", name);
      var problem = refused.get(name);
      result.put("outcome", problem == null ? "DELETED" : "REFUSED");
      if (problem != null) {
        result.put("problem", ProblemJson.write(problem));
      }
      results.add(result);
    }
    return results;
  }
}
