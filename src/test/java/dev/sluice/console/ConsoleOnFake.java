package dev.sluice.console;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Place;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test with a console, on an engine in memory, in a window of its own; in English and light to
/// begin with.
public abstract class ConsoleOnFake {
  @TempDir protected Path folder;

  protected final ConsoleRobot robot = new ConsoleRobot();
  protected final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  protected final Stage stage = ConsoleRobot.stage();

  /// What the browser was asked to open.
  protected final List<String> browsed = new ArrayList<>();

  protected ConsoleSettings settings = ConsoleSettings.open(Path.of("nowhere"));

  @BeforeEach
  void inEnglish() {
    settings = ConsoleSettings.open(folder.resolve("console.properties"));
    look(Theme.LIGHT, Language.ENGLISH);
  }

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  protected final void look(Theme theme, Language language) {
    settings.theme(theme);
    settings.language(language);
  }

  /// The smallest window there is.
  protected final void small() {
    settings.window(new ConsoleSettings.WindowSize(1100, 700, false));
  }

  protected final Console show() {
    return ConsoleRobot.onFx(
        () -> Console.show(stage, engine, settings, InstantSource.system(), browsed::add));
  }

  /// A console that shows `place`, once `found` is there.
  protected final Console open(Place place, String found) {
    var console = show();
    robot.find("#servicesTable");
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.find(found);
    return console;
  }
}
