package dev.sluice.console.settings;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.KeySheet;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.engine.api.EngineInfo;
import java.util.Optional;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.util.Subscription;

/// Looks, language, and what this console and its engine are.
final class SettingsController implements Screen {
  private final ConsoleContext context;
  private Subscription subscription = Subscription.EMPTY;

  @FXML private ToggleGroup themes;
  @FXML private ToggleButton themeSystem;
  @FXML private ToggleButton themeLight;
  @FXML private ToggleButton themeDark;
  @FXML private ToggleGroup languages;
  @FXML private ToggleButton languageEnglish;
  @FXML private ToggleButton languageChinese;
  @FXML private Label aboutConsole;
  @FXML private Label aboutEngine;
  @FXML private Label aboutPlatform;
  @FXML private Label aboutGateway;
  @FXML private Label aboutData;
  @FXML private Label aboutFile;
  @FXML private CheckBox notices;

  SettingsController(ConsoleContext context) {
    this.context = context;
  }

  @FXML
  void initialize() {
    themeSystem.setOnAction(_ -> choose(Theme.SYSTEM));
    themeLight.setOnAction(_ -> choose(Theme.LIGHT));
    themeDark.setOnAction(_ -> choose(Theme.DARK));
    languageEnglish.setText(Language.ENGLISH.ownName());
    languageChinese.setText(Language.CHINESE.ownName());
    languageEnglish.setOnAction(_ -> speak(Language.ENGLISH));
    languageChinese.setOnAction(_ -> speak(Language.CHINESE));
    notices.setSelected(context.settings().notices());
    notices.setOnAction(_ -> context.settings().notices(notices.isSelected()));
    aboutFile.setText(context.settings().file().toString());
    aboutConsole.setText(
        Optional.ofNullable(SettingsController.class.getPackage().getImplementationVersion())
            .orElseGet(() -> context.texts().text("settings.about.sources")));
  }

  @Override
  public void show(Place place) {
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.appearance().themeProperty().subscribe(this::showTheme),
            context.texts().language().subscribe(this::showLanguage),
            context.feed().state().subscribe(this::show));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
  }

  @FXML
  void onKeys() {
    new KeySheet(context).open();
  }

  private void choose(Theme theme) {
    context.appearance().choose(theme);
    showTheme(theme);
  }

  private void showTheme(Theme theme) {
    themes.selectToggle(
        switch (theme) {
          case SYSTEM -> themeSystem;
          case LIGHT -> themeLight;
          case DARK -> themeDark;
        });
  }

  private void speak(Language language) {
    context.settings().language(language);
    context.texts().speak(language);
    showLanguage(language);
  }

  private void showLanguage(Language language) {
    languages.selectToggle(
        switch (language) {
          case ENGLISH -> languageEnglish;
          case CHINESE -> languageChinese;
        });
  }

  private void show(EngineState state) {
    show(aboutEngine, state, info -> info.name() + " · " + info.version());
    show(aboutPlatform, state, info -> context.texts().platform(info.platform()));
    show(aboutGateway, state, EngineInfo::gateway);
    show(aboutData, state, EngineInfo::dataDir);
  }

  private static void show(Label label, EngineState state, Function<EngineInfo, String> text) {
    label.setText(state.info().map(text).orElse("–"));
  }
}
