package dev.sluice.console.shell;

import dev.sluice.console.fx.Connection;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Navigation on the left, engine and tools at the top, news at the bottom.
final class FrameController {
  private static final PseudoClass GUARDED = PseudoClass.getPseudoClass("guarded");
  private static final PseudoClass UNLOCKED = PseudoClass.getPseudoClass("unlocked");

  private final ConsoleContext context;
  private final InvalidationListener enginesChanged = _ -> fillEngines();
  private final Palette palette;
  private final List<Subscription> subscriptions = new ArrayList<>();

  @FXML private BorderPane frame;
  @FXML private StackPane middle;
  @FXML private ToggleGroup navigation;
  @FXML private ToggleButton navServices;
  @FXML private ToggleButton navOperations;
  @FXML private ToggleButton navEngines;
  @FXML private ToggleButton navSettings;
  @FXML private Button back;
  @FXML private MenuButton engine;
  @FXML private Label engineKind;
  @FXML private Button lock;
  @FXML private FontIcon lockIcon;
  @FXML private FontIcon engineDot;
  @FXML private Button themeToggle;
  @FXML private FontIcon themeIcon;
  @FXML private MenuButton language;
  @FXML private HBox lostBanner;
  @FXML private Label lostText;
  @FXML private Button lostEngines;
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
    palette.searchIn(stack.node());
    middle.getChildren().setAll(stack.node());
    navServices.setOnAction(_ -> open(new Place.Services()));
    navOperations.setOnAction(_ -> open(new Place.Operations()));
    navEngines.setOnAction(_ -> open(new Place.Engines()));
    navSettings.setOnAction(_ -> open(new Place.Settings()));
    back.setOnAction(_ -> context.navigator().back());
    themeToggle.setOnAction(
        _ -> appearance.choose(appearance.darkProperty().get() ? Theme.LIGHT : Theme.DARK));
    fillLanguages();
    context.engines().known().addListener(enginesChanged);
    subscriptions.addAll(
        List.of(
            () -> context.engines().known().removeListener(enginesChanged),
            stack.place().subscribe(this::showPlace),
            appearance
                .darkProperty()
                .subscribe(
                    dark -> themeIcon.setIconLiteral(dark ? "mdmz-wb_sunny" : "mdmz-nights_stay")),
            context.feed().state().subscribe(this::show),
            context.feed().locked().subscribe(_ -> showLock()),
            context
                .texts()
                .language()
                .subscribe(
                    now -> {
                      showLanguage(now);
                      fillEngines();
                      show(context.feed().state().get());
                      showLock();
                    })));
  }

  /// Lets go of what outlives the frame.
  void end() {
    subscriptions.forEach(Subscription::unsubscribe);
    subscriptions.clear();
  }

  private void fillEngines() {
    var desk = context.engines();
    var group = new ToggleGroup();
    var items = new ArrayList<MenuItem>();
    for (var one : desk.known()) {
      var item = new RadioMenuItem(EngineNames.name(context.texts(), one));
      item.setId("engine-" + one.id());
      item.setToggleGroup(group);
      item.setSelected(one.id().equals(desk.chosen().id()));
      item.setOnAction(
          _ -> {
            desk.open(one);
            fillEngines();
          });
      items.add(item);
    }
    var manage = new MenuItem(context.texts().text("engines.manage"));
    manage.setId("manageEngines");
    manage.setOnAction(_ -> open(new Place.Engines()));
    items.add(new SeparatorMenuItem());
    items.add(manage);
    engine.getItems().setAll(items);
    showLock();
  }

  /// A protected engine is seen from across the room, locked or not.
  private void showLock() {
    var texts = context.texts();
    boolean guarded = context.engines().chosen().guarded();
    boolean locked = context.feed().locked().get();
    frame.pseudoClassStateChanged(GUARDED, guarded);
    frame.pseudoClassStateChanged(UNLOCKED, guarded && !locked);
    lock.setVisible(guarded);
    lock.setManaged(guarded);
    lock.setText(texts.text(locked ? "engines.locked" : "engines.unlocked"));
    lockIcon.setIconLiteral(locked ? "mdal-lock" : "mdal-lock_open");
    lock.setOnAction(_ -> changeLock(locked));
  }

  private void changeLock(boolean locked) {
    if (!locked) {
      context.engines().lock();
      return;
    }
    var texts = context.texts();
    String name = EngineNames.name(texts, context.engines().chosen());
    new TypedConfirmation(
            name,
            texts.text("engines.unlock.title", name),
            texts.text("engines.unlock.text"),
            texts.text("engines.unlock.confirm", name))
        .ask(context, context.engines()::unlock);
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
  }

  private void showLanguage(Language now) {
    language.setText(now.ownName());
    for (var item : language.getItems()) {
      ((RadioMenuItem) item).setSelected(now.equals(item.getUserData()));
    }
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
          case Place.Engines _ -> navEngines;
          case Place.Settings _ -> navSettings;
          case Place.Services _,
              Place.NewService _,
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
    engine.setText(EngineNames.name(context.texts(), context.engines().chosen()));
    engineKind.setText(kind(state));
    showConnection(state);
    showRunning(state);
    lastEvent.setText(
        state
            .last()
            .map(
                event ->
                    context.moments().clock(event.at())
                        + "  "
                        + LastEvent.text(context.texts(), event))
            .orElse(""));
  }

  /// For example "build-7 · processes · 3 ms".
  private String kind(EngineState state) {
    var words = new ArrayList<String>();
    state
        .info()
        .ifPresent(
            info -> {
              words.add(info.name());
              words.add(context.texts().platform(info.platform()));
            });
    if (state.connection().isUp()) {
      state.latency().ifPresent(latency -> words.add(Math.max(1, latency.toMillis()) + " ms"));
    }
    return String.join(" · ", words);
  }

  private void showConnection(EngineState state) {
    var texts = context.texts();
    var connection = state.connection();
    var tone =
        switch (connection) {
          case Connection.Connecting _ -> Tone.BUSY;
          case Connection.Connected _ -> Tone.GOOD;
          case Connection.Lost _ -> Tone.BAD;
        };
    for (var dot : new FontIcon[] {engineDot, connectionDot}) {
      if (!dot.getStyleClass().contains(tone.styleClass())) {
        dot.getStyleClass().removeIf(name -> name.startsWith("tone-"));
        dot.getStyleClass().add(tone.styleClass());
      }
    }
    switch (connection) {
      case Connection.Connecting _ -> connectionText.setText(texts.text("app.connecting"));
      case Connection.Connected _ -> connectionText.setText(texts.text("app.connected"));
      case Connection.Lost lost -> {
        connectionText.setText(texts.text("app.lost"));
        showLost(lost, state.info().isPresent());
      }
    }
    boolean lost = connection instanceof Connection.Lost;
    lostBanner.setVisible(lost);
    lostBanner.setManaged(lost);
  }

  /// @param known whether there is something to be seen
  private void showLost(Connection.Lost lost, boolean known) {
    var texts = context.texts();
    var problem = lost.problem();
    boolean barred = problem.kind() == Problem.Kind.UNAUTHORIZED;
    String why = texts.problem(problem) + (barred ? " " + texts.action(problem) : "");
    lostText.setText(
        known
            ? texts.text("app.lost.banner", context.moments().clock(lost.since()), why)
            : texts.text("app.lost.never", why));
    lostEngines.setVisible(barred);
    lostEngines.setManaged(barred);
  }

  @FXML
  void openEngines() {
    open(new Place.Engines());
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
