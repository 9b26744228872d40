package dev.sluice.launch;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.shell.Console;
import dev.sluice.engine.api.DeploymentEngine;
import java.awt.Desktop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import javafx.stage.Stage;

/// The console as a program of its own; the only way from `launch` to JavaFX.
final class ConsoleProgram {
  private ConsoleProgram() {}

  /// Opens the console on the engine of `directory` and returns when the window is closed. Without
  /// a display, plays the tour instead.
  static int run(Path directory) throws IOException, InterruptedException {
    if (!hasDisplay()) {
      System.out.println(
          "There is no display here, so the console cannot open a window; it plays its tour with"
              + " real processes instead and leaves numbered screenshots in "
              + Tour.SCREENSHOTS
              + ".");
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
      return Tour.run();
    }
    try (var engine = LocalEngine.connect(directory)) {
      var closed = new CountDownLatch(1);
      Stage stage = ConsoleRobot.stage();
      ConsoleRobot.doFx(
          () -> {
            show(stage, engine);
            stage.setOnCloseRequest(_ -> closed.countDown());
          });
      closed.await();
      ConsoleRobot.doFx(stage::hide);
      ConsoleRobot.leave();
    }
    return 0;
  }

  private static void show(Stage stage, DeploymentEngine engine) {
    var settings = ConsoleSettings.open(DefaultFolders.settings().resolve("console.properties"));
    Console.show(stage, engine, settings, InstantSource.system(), ConsoleProgram::browse);
  }

  private static void browse(String url) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Desktop.getDesktop().browse(URI.create(url));
              } catch (IOException e) {
                throw new UncheckedIOException("no browser can be opened", e);
              }
            });
  }

  /// Only on Linux can a program run without one.
  private static boolean hasDisplay() {
    return !System.getProperty("os.name").equals("Linux")
        || System.getenv("DISPLAY") != null
        || System.getenv("WAYLAND_DISPLAY") != null;
  }
}
