package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Theme;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The frame's own screens in the smallest window, which is also what is left of a large one at 200
/// %.
class SmallWindowTest {
  /// What JavaFX puts in place of what it leaves out.
  private static final String CUT = "...";

  @TempDir Path folder;

  private final ConsoleRobot robot = new ConsoleRobot();
  private final Stage stage = ConsoleRobot.stage();

  @AfterEach
  void close() {
    ConsoleRobot.doFx(stage::hide);
  }

  @ParameterizedTest
  @DisplayName("in the smallest window no text is cut off and nothing lies outside")
  @EnumSource(Language.class)
  void fits(Language language) {
    var engine = new FakeDeploymentEngine();
    Fixtures.service(engine, "shop", 3);
    Fixtures.split(engine, Fixtures.SHOP, 75, 20, 5);
    var settings = ConsoleSettings.open(folder.resolve("console.properties"));
    settings.language(language);
    settings.theme(Theme.LIGHT);
    settings.window(new ConsoleSettings.WindowSize(1100, 700, false));
    var console = ConsoleRobot.onFx(() -> Console.show(stage, engine, settings));
    robot.find("#copy-shop");
    look("services", language);
    for (var place : List.of(new Place.Engines(), new Place.Settings(), new Place.Operations())) {
      ConsoleRobot.doFx(() -> console.navigator().open(place));
      look(place.getClass().getSimpleName(), language);
    }
    robot.press(KeyCode.F1);
    robot.find("#closeKeys");
    look("keys", language);
    robot.press(KeyCode.ESCAPE);
    robot.waitUntilGone("#closeKeys");
    ConsoleRobot.doFx(() -> console.navigator().open(new Place.NewService(Optional.empty())));
    robot.find("#serviceName");
    look("new-service", language);
    robot.press(KeyCode.ESCAPE);
    robot.waitUntilGone("#serviceName");
    ConsoleRobot.doFx(
        () -> console.context().engines().guard(console.context().engines().chosen(), true));
    robot.find("#lock");
    look("protected", language);
  }

  private void look(String name, Language language) {
    robot.screenshot(stage, "small-" + name + "-" + language);
    var wrong = new ArrayList<String>();
    ConsoleRobot.doFx(() -> collect(stage.getScene().getRoot(), wrong));
    assertEquals(List.of(), wrong, name);
  }

  /// Cells of tables may shorten what is long; it stands in full where they lead to.
  private void collect(Parent parent, List<String> wrong) {
    for (Node node : parent.getChildrenUnmodifiable()) {
      if (!node.isVisible() || node instanceof IndexedCell<?>) {
        continue;
      }
      if (node instanceof Labeled labeled && isCut(labeled)) {
        wrong.add("cut: " + labeled.getText());
      }
      var bounds = node.localToScene(node.getLayoutBounds());
      if (node instanceof Labeled && bounds.getMaxX() > stage.getScene().getWidth() + 1) {
        wrong.add("outside: " + node);
      }
      if (node instanceof Parent inner) {
        collect(inner, wrong);
      }
    }
  }

  private static boolean isCut(Labeled labeled) {
    return labeled.lookup(".text") instanceof Text shown
        && labeled.equals(shown.getParent())
        && labeled.getText() != null
        // The search gives way to the engine's name; its icon and key remain.
        && !labeled.getStyleClass().contains("palette-button")
        && shown.getText().endsWith(CUT)
        && !labeled.getText().endsWith(CUT);
  }
}
