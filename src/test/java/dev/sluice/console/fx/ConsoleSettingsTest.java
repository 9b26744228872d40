package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSettingsTest {
  @TempDir Path folder;

  @Test
  @DisplayName("what was chosen is there at the next start")
  void remembers() {
    var file = folder.resolve("new/console.properties");
    var settings = ConsoleSettings.open(file);
    settings.theme(Theme.DARK);
    settings.language(Language.CHINESE);
    settings.window(new ConsoleSettings.WindowSize(1400, 900, true));
    settings.hiddenColumns("services", Set.of("col-errors"));
    settings.lastEngine("local");
    var again = ConsoleSettings.open(file);
    assertEquals(Theme.DARK, again.theme());
    assertEquals(Language.CHINESE, again.language());
    assertEquals(new ConsoleSettings.WindowSize(1400, 900, true), again.window());
    assertEquals(Set.of("col-errors"), again.hiddenColumns("services"));
    assertEquals(Optional.of("local"), again.lastEngine());
  }

  @Test
  @DisplayName("a damaged file costs the memory, not the start")
  void damaged() throws IOException {
    var file = folder.resolve("console.properties");
    Files.writeString(file, "theme=PINK\nwindow=wide\nlanguage=\\u12\n");
    var settings = ConsoleSettings.open(file);
    assertEquals(Theme.SYSTEM, settings.theme());
    assertEquals(new ConsoleSettings.WindowSize(1280, 800, false), settings.window());
  }

  @Test
  @DisplayName("each system has its own place for the file")
  void places() {
    var home = Path.of("/home/ada");
    assertEquals(
        home.resolve(".config/sluice/console.properties"),
        ConsoleSettings.usualFile("Linux", home, Map.of()));
    assertEquals(
        Path.of("/conf/sluice/console.properties"),
        ConsoleSettings.usualFile("Linux", home, Map.of("XDG_CONFIG_HOME", "/conf")));
    assertEquals(
        home.resolve("Library/Application Support/Sluice/console.properties"),
        ConsoleSettings.usualFile("Mac OS X", home, Map.of()));
  }
}
