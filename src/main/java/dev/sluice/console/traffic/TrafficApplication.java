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

/// Puts a policy in force, and back.
final class TrafficApplication {
  private static final Duration UNDO = Duration.ofMinutes(1);

  private final ConsoleContext context;

  TrafficApplication(ConsoleContext context) {
    this.context = context;
  }

  /// @param base what `policy` was made on
  /// @param applied gets what is in force and how long that took from now on
  /// @param refused gets why, and for a stale base the policy in force
  void apply(
      ServiceName service,
      TrafficView base,
      TrafficPolicy policy,
      BiConsumer<TrafficView, Duration> applied,
      BiConsumer<Problem, Optional<TrafficView>> refused) {
    long begun = System.nanoTime();
    context
        .background()
        .run(() -> set(service, policy, base.revision(), begun))
        .onSuccess(
            answer -> {
              if (answer.problem().isPresent()) {
                refused.accept(answer.problem().get(), answer.traffic());
              } else {
                applied.accept(answer.traffic().orElseThrow(), answer.took());
              }
            })
        .onProblem(problem -> refused.accept(problem, Optional.empty()))
        .start();
  }

  /// The engine answers once the gateway has acknowledged: from then on every request goes by
  /// `policy` (R21).
  private Answer set(ServiceName service, TrafficPolicy policy, long base, long begun) {
    try {
      var now = context.engine().setTraffic(service, policy, Optional.of(base), "");
      var took = Duration.ofNanos(System.nanoTime() - begun);
      return new Answer(Optional.of(now), Optional.empty(), took);
    } catch (ProblemException e) {
      if (e.problem().kind() != Problem.Kind.STALE) {
        throw e;
      }
      var present = context.engine().getTraffic(service);
      return new Answer(Optional.of(present), Optional.of(e.problem()), Duration.ZERO);
    }
  }

  /// Says what is in force, and offers the way back for a minute.
  void offerUndo(ServiceName service, TrafficView before, TrafficView now, Duration took) {
    var texts = context.texts();
    context
        .notifier()
        .done(
            texts.text(
                "traffic.applied", service, Effect.inWords(texts, now.policy()), took.toMillis()),
            texts.text("traffic.undo"),
            () -> undo(service, before, now),
            UNDO);
  }

  private void undo(ServiceName service, TrafficView before, TrafficView now) {
    String remark = context.texts().text("traffic.undo.remark", now.revision());
    context
        .background()
        .run(() -> putBack(service, before, now, remark))
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
  private TrafficView putBack(
      ServiceName service, TrafficView before, TrafficView now, String remark) {
    return before.revision() == 0
        ? context.engine().setTraffic(service, before.policy(), Optional.of(now.revision()), remark)
        : context.engine().restoreTraffic(service, before.revision(), remark);
  }

  /// Puts an earlier policy in force with one action (R69).
  void restore(
      ServiceName service, TrafficView earlier, TrafficView before, Consumer<TrafficView> done) {
    String remark = context.texts().text("traffic.history.remark", earlier.revision());
    long begun = System.nanoTime();
    context
        .background()
        .run(() -> context.engine().restoreTraffic(service, earlier.revision(), remark))
        .onSuccess(
            now -> {
              done.accept(now);
              offerUndo(service, before, now, Duration.ofNanos(System.nanoTime() - begun));
            })
        .start();
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

  private record Answer(Optional<TrafficView> traffic, Optional<Problem> problem, Duration took) {}
}
