package dev.sluice.console.operations;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
      case FREEZE -> texts.text("progress.what.freeze", target);
      case UNFREEZE -> texts.text("progress.what.unfreeze", target);
      case TRAFFIC, SHIFT, SCALE -> "";
    };
  }

  /// Each field that changes, with both values; empty when the record does not say.
  static List<String> changes(Operation operation) {
    var before = lines(operation.before());
    var after = lines(operation.after());
    if (before.size() != after.size()) {
      return List.of();
    }
    return IntStream.range(0, after.size())
        .mapToObj(i -> change(before.get(i), after.get(i)))
        .toList();
  }

  private static List<String> lines(Optional<String> text) {
    return text.map(value -> value.lines().toList()).orElse(List.of());
  }

  /// A redeploy's record names the field on both sides.
  private static String change(String before, String after) {
    int colon = before.indexOf(": ");
    boolean named = colon > 0 && after.startsWith(before.substring(0, colon + 2));
    return before + " → " + (named ? after.substring(colon + 2) : after);
  }

  /// What the buttons that steer it would do.
  String commands(OperationProgress progress) {
    var sentences = new ArrayList<String>();
    if (progress.canPause()) {
      sentences.add(texts.text("progress.pause.does"));
    }
    if (progress.canResume()) {
      sentences.add(texts.text("progress.resume.does"));
    }
    if (progress.canCancel()) {
      sentences.add(
          texts.text(
              progress.operation().kind() == Operation.Kind.CREATE
                  ? "progress.cancel.does.create"
                  : "progress.cancel.does"));
    }
    if (progress.isReturning() && !progress.operation().state().isFinal()) {
      sentences.add(texts.text("progress.returning"));
    }
    return String.join(" ", sentences);
  }

  /// How far it is, and how long it will still take where that is known.
  String done(OperationProgress progress, Instant now) {
    var parts = progress.operation().progress();
    String done = texts.text("progress.done", parts.done(), parts.total());
    return progress
        .left(now)
        .map(left -> done + "  ·  " + texts.text("progress.left", moments.lasting(left)))
        .orElse(done);
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
