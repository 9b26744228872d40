package dev.sluice.console.shell;

import dev.sluice.console.fx.Connection;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.history.Operation;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Navigation on the left, engine and tools at the top, news at the bottom.
final class FrameController {
  private final ConsoleContext context;
  private final Palette palette;

  @FXML private BorderPane frame;
  @FXML private StackPane middle;
  @FXML private ToggleGroup navigation;
  @FXML private ToggleButton navServices;
  @FXML private ToggleButton navOperations;
  @FXML private ToggleButton navSettings;
  @FXML private Button back;
  @FXML private Label engineName;
  @FXML private Label engineKind;
  @FXML private FontIcon engineDot;
  @FXML private Button themeToggle;
  @FXML private FontIcon themeIcon;
  @FXML private MenuButton language;
  @FXML private HBox lostBanner;
  @FXML private Label lostText;
  @FXML private FontIcon connectionDot;
  @FXML private Label connectionText;
  @FXML private Button running;
  @FXML private ProgressBar runningBar;
  @FXML private Label lastEvent;

  FrameController(ConsoleContext context) {
    this.context = context;
    this.palette = new Palette(context);
  }

  /// Connects what the frame does not know while it is loaded.
  void begin(ScreenStack stack) {
    var appearance = context.appearance();
    middle.getChildren().setAll(stack.node());
    navServices.setOnAction(_ -> open(new Place.Services()));
    navOperations.setOnAction(_ -> open(new Place.Operations()));
    navSettings.setOnAction(_ -> open(new Place.Settings()));
    back.setOnAction(_ -> context.navigator().back());
    stack.place().subscribe(this::showPlace);
    themeToggle.setOnAction(
        _ -> appearance.choose(appearance.darkProperty().get() ? Theme.LIGHT : Theme.DARK));
    appearance
        .darkProperty()
        .subscribe(dark -> themeIcon.setIconLiteral(dark ? "mdmz-wb_sunny" : "mdmz-nights_stay"));
    fillLanguages();
    context.feed().state().subscribe(this::show);
    context.texts().language().subscribe(_ -> show(context.feed().state().get()));
    frame
        .sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                scene
                    .getAccelerators()
                    .put(
                        new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN),
                        this::openPalette);
              }
            });
  }

  @FXML
  void openPalette() {
    palette.open();
  }

  private void open(Place place) {
    context.navigator().open(place);
    // A toggle button switches itself off when it is pressed twice, and on when the screen held
    // the operator back.
    showPlace(place);
  }

  private void fillLanguages() {
    var group = new ToggleGroup();
    for (var one : Language.values()) {
      var item = new RadioMenuItem(one.ownName());
      item.setId("language-" + one);
      item.setToggleGroup(group);
      item.setUserData(one);
      item.setOnAction(_ -> speak(one));
      language.getItems().add(item);
    }
    context
        .texts()
        .language()
        .subscribe(
            now -> {
              language.setText(now.ownName());
              group.getToggles().forEach(item -> item.setSelected(now.equals(item.getUserData())));
            });
  }

  private void speak(Language wanted) {
    context.settings().language(wanted);
    context.texts().speak(wanted);
  }

  private void showPlace(@Nullable Place place) {
    navigation.selectToggle(
        switch (place) {
          case null -> navServices;
          case Place.Operations _, Place.Progress _ -> navOperations;
          case Place.Settings _ -> navSettings;
          case Place.Services _,
              Place.Service _,
              Place.Version _,
              Place.NewVersion _,
              Place.EditVersion _,
              Place.Diff _,
              Place.Compare _ ->
              navServices;
        });
    back.setDisable(place instanceof Place.Services);
  }

  private void show(EngineState state) {
    var texts = context.texts();
    state
        .info()
        .ifPresentOrElse(
            info -> {
              engineName.setText(info.name());
              engineKind.setText(texts.text("app.engine." + info.kind()) + " · " + info.platform());
            },
            () -> {
              engineName.setText(texts.text("app.engine"));
              engineKind.setText("");
            });
    showConnection(state.connection());
    showRunning(state);
    lastEvent.setText(
        state
            .last()
            .map(event -> context.moments().clock(event.at()) + "  " + LastEvent.text(texts, event))
            .orElse(""));
  }

  private void showConnection(Connection connection) {
    var texts = context.texts();
    var tone =
        switch (connection) {
          case Connection.Connecting _ -> Tone.BUSY;
          case Connection.Connected _ -> Tone.GOOD;
          case Connection.Lost _ -> Tone.BAD;
        };
    for (var dot : new FontIcon[] {engineDot, connectionDot}) {
      dot.getStyleClass().removeIf(name -> name.startsWith("tone-"));
      dot.getStyleClass().add(tone.styleClass());
    }
    switch (connection) {
      case Connection.Connecting _ -> connectionText.setText(texts.text("app.connecting"));
      case Connection.Connected _ -> connectionText.setText(texts.text("app.connected"));
      case Connection.Lost lost -> {
        connectionText.setText(texts.text("app.lost"));
        lostText.setText(
            texts.text("app.lost.banner", context.moments().clock(lost.since()), lost.reason()));
      }
    }
    boolean lost = connection instanceof Connection.Lost;
    lostBanner.setVisible(lost);
    lostBanner.setManaged(lost);
  }

  private void showRunning(EngineState state) {
    var operations = state.running();
    running.setVisible(!operations.isEmpty());
    running.setManaged(!operations.isEmpty());
    if (operations.isEmpty()) {
      return;
    }
    var first = operations.getFirst();
    running.setText(
        operations.size() == 1
            ? LastEvent.text(context.texts(), first)
            : context.texts().text("app.running", operations.size()));
    runningBar.setProgress(progress(first));
    running.setOnAction(
        _ ->
            context
                .navigator()
                .open(
                    operations.size() == 1
                        ? new Place.Progress(first.id())
                        : new Place.Operations()));
  }

  private static double progress(Operation operation) {
    int total = operation.progress().total();
    return total == 0
        ? ProgressBar.INDETERMINATE_PROGRESS
        : (double) operation.progress().done() / total;
  }
}
