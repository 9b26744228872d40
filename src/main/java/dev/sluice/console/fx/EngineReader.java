package dev.sluice.console.fx;

import dev.sluice.console.fx.EngineState.ReadVersion;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads what an engine has. Not one moment's picture: what changes meanwhile is in the events that
/// follow.
final class EngineReader {
  private static final int PAGE = 1_000;

  /// As many calls at a time as an engine answers without noticing.
  private static final int AT_ONCE = 8;

  private final DeploymentEngine engine;

  EngineReader(DeploymentEngine engine) {
    this.engine = engine;
  }

  /// All services and the newest operations; versions of none.
  ///
  /// @throws ProblemException when the engine cannot be read
  EngineState list(EngineState before) {
    return EngineState.listed(
        before,
        engine.info(),
        services(),
        engine
            .listOperations(
                Optional.empty(),
                Optional.empty(),
                new Page.Request(0, EngineState.KEPT_OPERATIONS))
            .items());
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

  /// `state` with the versions of `services`.
  ///
  /// @throws ProblemException when the engine cannot be read
  EngineState versions(EngineState state, Collection<ServiceName> services)
      throws InterruptedException {
    try (var pool = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var answers =
          pool.invokeAll(
              services.stream()
                  .map(service -> (Callable<Answer>) () -> new Answer(service, versions(service)))
                  .toList());
      for (var answer : answers) {
        var read = result(answer);
        state = state.read(read.service(), read.versions());
      }
      return state;
    }
  }

  private List<ReadVersion> versions(ServiceName service) {
    try {
      return engine.listVersions(service).stream().map(this::withInstances).toList();
    } catch (ProblemException e) {
      return ifGone(e);
    }
  }

  private ReadVersion withInstances(VersionView view) {
    try {
      return new ReadVersion(view, engine.listInstances(view.name()));
    } catch (ProblemException e) {
      return new ReadVersion(view, ifGone(e));
    }
  }

  /// Deleted since it was listed: the event that says so is on its way.
  private static <T> List<T> ifGone(ProblemException e) {
    if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
      return List.of();
    }
    throw e;
  }

  private static Answer result(Future<Answer> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException problem
          ? problem
          : new IllegalStateException(e.getCause());
    }
  }

  private record Answer(ServiceName service, List<ReadVersion> versions) {}
}
