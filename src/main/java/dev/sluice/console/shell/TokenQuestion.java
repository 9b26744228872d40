package dev.sluice.console.shell;

import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.Views;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;

/// Asks for the token of an engine, and goes on once the engine has not refused it.
final class TokenQuestion {
  private final ConsoleContext context;
  private final KnownEngine engine;
  private final Consumer<String> then;
  private boolean trying;

  @FXML private Label title;
  @FXML private Label text;
  @FXML private PasswordField askedToken;
  @FXML private Label askProblem;
  @FXML private Button confirmAsk;

  /// @param then gets the token
  TokenQuestion(ConsoleContext context, KnownEngine engine, Consumer<String> then) {
    this.context = context;
    this.engine = engine;
    this.then = then;
  }

  void open() {
    Parent root = Views.TOKEN_QUESTION.loadFor(context.texts(), this);
    context.overlay().open(root, askedToken);
  }

  @FXML
  void initialize() {
    var texts = context.texts();
    String name = EngineNames.name(texts, engine);
    title.setText(texts.text("engines.ask.title", name));
    text.setText(texts.text("engines.ask." + context.engines().tokens()));
    confirmAsk.setText(texts.text("engines.ask.confirm", name));
    askedToken.textProperty().subscribe(_ -> update());
    askedToken.setOnAction(_ -> onConfirm());
    update();
  }

  private void update() {
    confirmAsk.setDisable(trying || askedToken.getText().isBlank());
  }

  @FXML
  void onConfirm() {
    String token = askedToken.getText().strip();
    if (trying || token.isEmpty()) {
      return;
    }
    trying = true;
    update();
    context
        .background()
        .run(() -> attempt(token))
        .onSuccess(
            _ -> {
              context.overlay().close();
              then.accept(token);
            })
        .onProblem(this::refused)
        .onEnd(
            () -> {
              trying = false;
              update();
            })
        .start();
  }

  /// An engine that is away just now can be waited for with the token in hand.
  private boolean attempt(String token) {
    try (var opened = context.engines().access().open(engine, token)) {
      return !opened.info().name().isEmpty();
    } catch (ProblemException e) {
      if (e.problem().kind() == Problem.Kind.UNAUTHORIZED) {
        throw e;
      }
      return false;
    }
  }

  private void refused(Problem problem) {
    var texts = context.texts();
    askProblem.setText(texts.problem(problem) + " " + texts.action(problem));
    askProblem.setVisible(true);
    askProblem.setManaged(true);
  }

  @FXML
  void onCancel() {
    context.overlay().close();
  }
}
