package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleSettingsTest {
  private static final TableLayout ARRANGED =
      new TableLayout(
          List.of(
              new TableLayout.Column("col-state", 120, true),
              new TableLayout.Column("col-name", 200, false)),
          Optional.of(new TableLayout.Sort("col-state", true)));

  @TempDir Path folder;

  @Test
  @DisplayName("what was chosen is there at the next start")
  void remembers() {
    var file = folder.resolve("new/console.properties");
    var settings = ConsoleSettings.open(file);
    settings.theme(Theme.DARK);
    settings.language(Language.CHINESE);
    settings.window(new ConsoleSettings.WindowSize(1400, 900, true));
    settings.table("services", ARRANGED);
    settings.filter("services", "sho");
    settings.lastEngine("local");
    var again = ConsoleSettings.open(file);
    assertEquals(Theme.DARK, again.theme());
    assertEquals(Language.CHINESE, again.language());
    assertEquals(new ConsoleSettings.WindowSize(1400, 900, true), again.window());
    assertEquals(Optional.of(ARRANGED), again.table("services"));
    assertEquals(Optional.empty(), again.table("versions"));
    assertEquals("sho", again.filter("services"));
    assertEquals(Optional.of("local"), again.lastEngine());
  }

  @Test
  @DisplayName("a damaged file costs the memory, not the start")
  void damaged() throws IOException {
    var file = folder.resolve("console.properties");
    Files.writeString(file, "theme=PINK\ntable.services=wide\nwindow=wide\nlanguage=\\u12\n");
    var settings = ConsoleSettings.open(file);
    assertEquals(Theme.SYSTEM, settings.theme());
    assertEquals(Optional.empty(), settings.table("services"));
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
