package dev.sluice.console.operations;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import java.util.List;

/// An operation in words of the present language.
final class OperationWords {
  /// Names of steps that have words; an engine may have more.
  private static final List<String> STEPS =
      List.of("prepare", "start", "stop", "return", "traffic");

  private final Texts texts;
  private final Moments moments;

  OperationWords(Texts texts, Moments moments) {
    this.texts = texts;
    this.moments = moments;
  }

  /// For example "Redeploy of shop-001".
  String title(Operation operation) {
    return texts.text("progress.title", kind(operation), target(operation));
  }

  String kind(Operation operation) {
    return texts.text("kind." + operation.kind());
  }

  /// The version, or the service when it is about no single version.
  static String target(Operation operation) {
    return operation.version().map(VersionName::toString).orElse(operation.service().value());
  }

  /// What it does, in a sentence.
  String sentence(Operation operation) {
    String target = target(operation);
    return switch (operation.kind()) {
      case CREATE -> texts.text("progress.what.create", target);
      case REDEPLOY -> texts.text("progress.what.redeploy", target);
      case ROLLBACK ->
          operation
              .snapshot()
              .map(snapshot -> texts.text("progress.what.rollback.to", target, snapshot))
              .orElseGet(() -> texts.text("progress.what.rollback", target));
      case RESTART -> texts.text("progress.what.restart", target);
      case DELETE -> texts.text("progress.what.delete", target);
      case TRAFFIC, SHIFT, FREEZE, UNFREEZE, SCALE ->
          operation.after().orElseGet(() -> title(operation));
    };
  }

  /// For example "by ada, started 08:00:03".
  String started(Operation operation) {
    return texts.text("progress.started", operation.by(), moments.clock(operation.startedAt()));
  }

  /// For example "Start shop-001-i4".
  String step(Operation.Step step) {
    var parts = step.name().split(" ", 2);
    if (!STEPS.contains(parts[0])) {
      return step.name();
    }
    return texts.text("progress.step." + parts[0], parts.length > 1 ? parts[1] : "").strip();
  }

  /// How it ended, in a sentence.
  String outcome(Operation operation) {
    return texts.text("progress.outcome." + operation.state(), title(operation));
  }

  /// What there is now, after it ended otherwise than wanted.
  String restored(Operation operation) {
    return switch (operation.state()) {
      case PENDING, RUNNING, PAUSED, SUCCEEDED -> "";
      case ROLLED_BACK, FAILED, CANCELLED ->
          operation.kind() == Operation.Kind.CREATE
              ? texts.text("progress.restored.create", target(operation))
              : texts.text("progress.restored.all", target(operation));
      case ROLLBACK_FAILED -> texts.text("progress.restored.not", target(operation));
    };
  }

  /// What cancelling would do.
  String cancel(Operation operation) {
    return operation.kind() == Operation.Kind.CREATE
        ? texts.text("progress.cancel.create")
        : texts.text("progress.cancel");
  }

  /// How far the instances are.
  String instances(OperationProgress progress) {
    return progress.isRoll()
        ? texts.text("progress.instances.rolled", progress.readyAfter(), progress.wanted())
        : texts.text("progress.instances.all", progress.instances().size());
  }
}
