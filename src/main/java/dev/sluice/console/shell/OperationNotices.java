package dev.sluice.console.shell;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.history.Operation;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;

/// Tells when an operation ends that the operator is not looking at: in the window when it is in
/// front, by the operating system when it is not.
final class OperationNotices {
  /// More at once are told as a number.
  private static final int NAMED = 3;

  private final ConsoleContext context;
  private final ScreenStack screens;
  private final ObservableValue<Boolean> inFront;
  private final BiConsumer<String, String> outside;

  OperationNotices(
      ConsoleContext context,
      ScreenStack screens,
      ObservableValue<Boolean> inFront,
      BiConsumer<String, String> outside) {
    this.context = context;
    this.screens = screens;
    this.inFront = inFront;
    this.outside = outside;
  }

  void follow() {
    context.feed().state().addListener((_, before, now) -> tell(ended(before, now)));
  }

  /// Operations that were running in `before` and are over in `now`.
  static List<Operation> ended(EngineState before, EngineState now) {
    return before.running().stream()
        .flatMap(then -> Stream.ofNullable(now.operations().get(then.id())))
        .filter(operation -> operation.state().isFinal())
        .toList();
  }

  private void tell(List<Operation> operations) {
    var texts = context.texts();
    var unseen = operations.stream().filter(operation -> !isShown(operation)).toList();
    if (unseen.size() > NAMED) {
      tell(Tone.QUIET, texts.text("nav.operations"), texts.text("app.ended.many", unseen.size()));
      return;
    }
    for (var operation : unseen) {
      tell(
          Tone.of(operation.state()),
          LastEvent.text(texts, operation),
          texts.text("state.operation." + operation.state()));
    }
  }

  private boolean isShown(Operation operation) {
    return screens.place().get() instanceof Place.Progress progress
        && progress.operation().equals(operation.id());
  }

  private void tell(Tone tone, String title, String text) {
    if (inFront.getValue()) {
      context.notifier().news(tone, title + ": " + text);
    } else if (context.settings().notices()) {
      outside.accept(title, text);
    }
  }
}
