package dev.sluice.console.services;

import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the deletion of several versions goes, version by version (R59): one that is refused, or
/// fails, does not stop the rest.
final class BatchDeletion {
  private final Map<VersionName, Outcome> outcomes = new LinkedHashMap<>();

  BatchDeletion(List<VersionName> versions) {
    versions.forEach(version -> outcomes.put(version, new Outcome.Waiting()));
  }

  /// What became of one version.
  sealed interface Outcome {
    /// not asked for yet
    record Waiting() implements Outcome {}

    record Running(OperationId operation) implements Outcome {}

    record Deleted() implements Outcome {}

    /// Nothing has changed.
    record Refused(Problem problem) implements Outcome {}

    record Failed(String reason) implements Outcome {}
  }

  /// One version and what became of it.
  record Row(VersionName version, Outcome outcome) {}

  void accepted(VersionName version, OperationId operation) {
    outcomes.put(version, new Outcome.Running(operation));
  }

  void refused(VersionName version, Problem problem) {
    outcomes.put(version, new Outcome.Refused(problem));
  }

  /// Takes what is known by now of the deletions that run.
  void follow(EngineState state) {
    outcomes.replaceAll(
        (version, outcome) ->
            outcome instanceof Outcome.Running running ? after(state, version, running) : outcome);
  }

  private static Outcome after(EngineState state, VersionName version, Outcome.Running running) {
    var operation = state.operations().get(running.operation());
    if (operation == null || !operation.state().isFinal()) {
      return running;
    }
    return operation.state() == Operation.State.SUCCEEDED
        ? new Outcome.Deleted()
        : new Outcome.Failed(operation.problem().map(Failure::message).orElse(version.toString()));
  }

  List<Row> rows() {
    return outcomes.entrySet().stream().map(one -> new Row(one.getKey(), one.getValue())).toList();
  }

  /// Whether nothing more will happen.
  boolean isOver() {
    return outcomes.values().stream()
        .noneMatch(
            outcome -> outcome instanceof Outcome.Waiting || outcome instanceof Outcome.Running);
  }

  long deleted() {
    return outcomes.values().stream().filter(Outcome.Deleted.class::isInstance).count();
  }
}
