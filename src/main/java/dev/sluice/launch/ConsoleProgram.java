package dev.sluice.launch;

import dev.sluice.console.connect.KeptTokens;
import dev.sluice.console.connect.KnownEngines;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.shell.Console;
import dev.sluice.console.shell.Surroundings;
import dev.sluice.engine.api.ProblemException;
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
    var settings = ConsoleSettings.open(DefaultFolders.settings().resolve("console.properties"));
    var tokens = KeptTokens.ofThisSystem();
    var access = new Engines(directory);
    var first = new KnownEngines(settings).last();
    try (var notices = new SystemNotices();
        var engine =
            access.open(first, first.isLocal() ? "" : tokens.find(first.id()).orElse(""))) {
      var surroundings =
          new Surroundings(access, tokens, InstantSource.system(), ConsoleProgram::browse, notices);
      var closed = new CountDownLatch(1);
      Stage stage = ConsoleRobot.stage();
      ConsoleRobot.doFx(
          () -> {
            Console.show(stage, first, engine, settings, surroundings);
            stage.setOnCloseRequest(_ -> closed.countDown());
          });
      closed.await();
      ConsoleRobot.doFx(stage::hide);
      ConsoleRobot.leave();
    } catch (ProblemException e) {
      throw new IOException(e.problem().detail() + " " + e.problem().action(), e);
    }
    return 0;
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
