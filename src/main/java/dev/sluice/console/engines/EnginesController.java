package dev.sluice.console.engines;

import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.EngineNames;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.shell.TypedConfirmation;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The list of engines.
final class EnginesController implements Screen {
  private final ConsoleContext context;
  private final InvalidationListener changed = _ -> fill();
  private Subscription subscription = Subscription.EMPTY;

  @FXML private VBox engineCards;
  @FXML private Label tokensNote;

  EnginesController(ConsoleContext context) {
    this.context = context;
  }

  @Override
  public void show(Place place) {
    subscription.unsubscribe();
    context.engines().known().addListener(changed);
    subscription =
        Subscription.combine(
            () -> context.engines().known().removeListener(changed),
            context.texts().language().subscribe(_ -> fill()));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
  }

  @FXML
  void onAdd() {
    new EngineDialog(context).open();
  }

  private void fill() {
    tokensNote.setText(context.texts().text("engines.tokens." + context.engines().tokens()));
    engineCards.getChildren().setAll(context.engines().known().stream().map(this::card).toList());
  }

  private EngineCard card(KnownEngine engine) {
    boolean open = engine.id().equals(context.engines().chosen().id());
    var card = new EngineCard(context.texts(), engine, open);
    card.use().setOnAction(_ -> context.engines().open(engine));
    card.edit().setOnAction(_ -> edit(engine));
    card.remove().setOnAction(_ -> remove(engine));
    card.guarded().setOnAction(_ -> guard(engine));
    return card;
  }

  private void edit(KnownEngine engine) {
    context
        .background()
        .run(() -> context.engines().token(engine))
        .onSuccess(token -> new EngineDialog(context, engine, token).open())
        .start();
  }

  /// Protecting takes a click; to take the protection away, the name is typed.
  private void guard(KnownEngine engine) {
    if (!engine.guarded()) {
      context.engines().guard(engine, true);
      return;
    }
    fill();
    var texts = context.texts();
    String name = EngineNames.name(texts, engine);
    new TypedConfirmation(
            name,
            texts.text("engines.unguard.title", name),
            texts.text("engines.unguard.text"),
            texts.text("engines.unguard.confirm", name))
        .ask(context, () -> context.engines().guard(engine, false));
  }

  private void remove(KnownEngine engine) {
    var texts = context.texts();
    String name = EngineNames.name(texts, engine);
    new TypedConfirmation(
            name,
            texts.text("engines.remove.title", name),
            texts.text("engines.remove.text"),
            texts.text("engines.remove.confirm", name))
        .ask(context, () -> context.engines().remove(engine));
  }
}
