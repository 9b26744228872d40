package dev.sluice.console.fx;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.InstanceView;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads everything an engine has. Not one moment's picture: what changes meanwhile is in the
/// events that follow.
final class EngineReader {
  private static final int PAGE = 1_000;

  /// As many calls at a time as an engine answers without noticing.
  private static final int AT_ONCE = 8;

  private final DeploymentEngine engine;

  EngineReader(DeploymentEngine engine) {
    this.engine = engine;
  }

  /// @throws ProblemException when the engine cannot be read
  EngineState read(EngineState before) throws InterruptedException {
    var info = engine.info();
    var services = services();
    var versions = versions(services);
    var operations =
        engine.listOperations(
            Optional.empty(), Optional.empty(), new Page.Request(0, EngineState.KEPT_OPERATIONS));
    return EngineState.read(
        before,
        info,
        draft -> {
          services.forEach(draft::put);
          versions.forEach(version -> draft.put(version.view(), version.instances()));
          operations.items().forEach(draft::put);
        });
  }

  private List<ServiceView> services() {
    var all = new ArrayList<ServiceView>();
    for (int page = 0; ; page++) {
      var part = engine.listServices("", new Page.Request(page, PAGE));
      all.addAll(part.items());
      if (part.items().size() < PAGE) {
        return all;
      }
    }
  }

  private List<Version> versions(List<ServiceView> services) throws InterruptedException {
    try (var pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var calls =
          services.stream()
              .filter(service -> !service.versions().isEmpty())
              .map(service -> (Callable<List<Version>>) () -> versions(service))
              .toList();
      var all = new ArrayList<Version>();
      for (var answer : pool.invokeAll(calls)) {
        all.addAll(result(answer));
      }
      return all;
    }
  }

  private List<Version> versions(ServiceView service) {
    try {
      return engine.listVersions(service.name()).stream().map(this::withInstances).toList();
    } catch (ProblemException e) {
      return ifGone(e);
    }
  }

  private Version withInstances(VersionView view) {
    try {
      return new Version(view, engine.listInstances(view.name()));
    } catch (ProblemException e) {
      return new Version(view, ifGone(e));
    }
  }

  /// Deleted since it was listed: the event that says so is on its way.
  private static <T> List<T> ifGone(ProblemException e) {
    if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
      return List.of();
    }
    throw e;
  }

  private static List<Version> result(Future<List<Version>> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException problem
          ? problem
          : new IllegalStateException(e.getCause());
    }
  }

  private record Version(VersionView view, List<InstanceView> instances) {}
}
