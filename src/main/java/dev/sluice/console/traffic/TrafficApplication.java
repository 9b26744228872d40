package dev.sluice.console.traffic;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.TrafficView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Puts a draft in force, and back.
final class TrafficApplication {
  private static final Duration UNDO = Duration.ofMinutes(1);

  private final ConsoleContext context;

  TrafficApplication(ConsoleContext context) {
    this.context = context;
  }

  /// @param refused gets why, and for a stale draft the policy in force
  void apply(
      ServiceName service,
      TrafficDraft draft,
      Consumer<TrafficView> applied,
      BiConsumer<Problem, Optional<TrafficView>> refused) {
    var policy = draft.shares().policy();
    context
        .background()
        .run(() -> set(service, policy, draft.base().revision()))
        .onSuccess(
            answer -> {
              if (answer.problem().isPresent()) {
                refused.accept(answer.problem().get(), answer.traffic());
              } else {
                var now = answer.traffic().orElseThrow();
                applied.accept(now);
                offerUndo(service, draft.base(), now);
              }
            })
        .onProblem(problem -> refused.accept(problem, Optional.empty()))
        .start();
  }

  private Answer set(ServiceName service, TrafficPolicy policy, long base) {
    try {
      var now = context.engine().setTraffic(service, policy, Optional.of(base), "");
      return new Answer(Optional.of(now), Optional.empty());
    } catch (ProblemException e) {
      if (e.problem().kind() != Problem.Kind.STALE) {
        throw e;
      }
      return new Answer(
          Optional.of(context.engine().getTraffic(service)), Optional.of(e.problem()));
    }
  }

  private void offerUndo(ServiceName service, TrafficView before, TrafficView now) {
    var texts = context.texts();
    context
        .notifier()
        .done(
            texts.text("traffic.applied", service, Effect.inWords(texts, now.policy())),
            texts.text("traffic.undo"),
            () -> undo(service, before, now),
            UNDO);
  }

  private void undo(ServiceName service, TrafficView before, TrafficView now) {
    String remark = context.texts().text("traffic.undo.remark", now.revision());
    context
        .background()
        .run(() -> restore(service, before, now, remark))
        .onSuccess(
            restored ->
                context
                    .notifier()
                    .done(
                        context
                            .texts()
                            .text(
                                "traffic.undone",
                                service,
                                Effect.inWords(context.texts(), restored.policy()))))
        .start();
  }

  /// What a new service starts with is not among its policies and cannot be restored by number.
  private TrafficView restore(
      ServiceName service, TrafficView before, TrafficView now, String remark) {
    return before.revision() == 0
        ? context.engine().setTraffic(service, before.policy(), Optional.of(now.revision()), remark)
        : context.engine().restoreTraffic(service, before.revision(), remark);
  }

  /// Why the policy before cannot be taken over.
  Problem cannotReturn(String policy) {
    return new Problem(
        Problem.Kind.CONFLICT,
        "previousTrafficGone",
        "The traffic before was " + policy + ", and not all of these versions can serve any more.",
        "Set the shares by hand.",
        Map.of("policy", policy),
        List.of(),
        Optional.empty());
  }

  private record Answer(Optional<TrafficView> traffic, Optional<Problem> problem) {}
}
