package dev.sluice.console.history;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Language;
import dev.sluice.console.shell.Console;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// A comparison in a window, to be timed.
public final class DiffTiming implements AutoCloseable {
  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 800;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Stage consoleStage;
  private final Stage stage;
  private final DiffPane pane;

  private DiffTiming(Stage consoleStage, Stage stage, DiffPane pane) {
    this.consoleStage = consoleStage;
    this.stage = stage;
    this.pane = pane;
  }

  /// Milliseconds by the clock, and those of them in which the thread ran.
  public record Took(double clock, double cpu) {}

  /// Opens the window.
  public static DiffTiming start() throws IOException {
    var consoleStage = ConsoleRobot.stage();
    Path file = Files.createTempFile("sluice-bench", ".properties");
    var settings = ConsoleSettings.open(file);
    settings.language(Language.ENGLISH);
    var console =
        ConsoleRobot.onFx(() -> Console.show(consoleStage, new FakeDeploymentEngine(), settings));
    var stage = ConsoleRobot.stage();
    var pane =
        ConsoleRobot.onFx(
            () -> {
              var made = new DiffPane(console.context());
              var scene = new Scene(new StackPane(made.root()), WIDTH, HEIGHT);
              scene.getStylesheets().setAll(consoleStage.getScene().getStylesheets());
              stage.setScene(scene);
              stage.show();
              return made;
            });
    return new DiffTiming(consoleStage, stage, pane);
  }

  /// Shows `entries` and lays them out.
  ///
  /// @return what it took on the JavaFX thread until everything that is seen has its place
  public Took show(List<DiffEntry> entries) {
    return ConsoleRobot.onFx(
        () -> {
          pane.clear();
          var root = stage.getScene().getRoot();
          root.applyCss();
          root.layout();
          long begun = System.nanoTime();
          long used = THREADS.getCurrentThreadCpuTime();
          pane.show(new DiffPane.Sides("a and b", "a", "", "b", ""), entries);
          root.applyCss();
          root.layout();
          return new Took(
              (System.nanoTime() - begun) / 1e6, (THREADS.getCurrentThreadCpuTime() - used) / 1e6);
        });
  }

  @Override
  public void close() {
    ConsoleRobot.doFx(stage::hide);
    ConsoleRobot.doFx(consoleStage::hide);
  }
}
