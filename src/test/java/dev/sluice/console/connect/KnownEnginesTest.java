package dev.sluice.console.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.fx.ConsoleSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownEnginesTest {
  @TempDir Path folder;

  private KnownEngines open() {
    return new KnownEngines(ConsoleSettings.open(folder.resolve("console.properties")));
  }

  private static KnownEngine remote(String id, String name) {
    return new KnownEngine(
        id,
        name,
        Optional.of(URI.create("https://deploy.example.com:7443")),
        Optional.of("AB:CD"),
        true);
  }

  @Test
  @DisplayName("this computer's engine is always there, and others are found again as they were")
  void kept() {
    var engines = open();
    assertEquals(List.of(KnownEngine.local(false)), engines.all());
    engines.put(remote("prod", "Production"));
    engines.put(KnownEngine.local(true));
    engines.openedLast(remote("prod", "Production"));
    assertEquals(List.of(KnownEngine.local(true), remote("prod", "Production")), open().all());
    assertEquals("prod", open().last().id());
  }

  @Test
  @DisplayName("a removed engine is forgotten, and the last one is then this computer's")
  void removed() {
    var engines = open();
    engines.put(remote("prod", "Production"));
    engines.put(remote("stage", "Stage"));
    engines.openedLast(remote("prod", "Production"));
    engines.remove(remote("prod", "Production"));
    assertEquals(List.of("local", "stage"), open().all().stream().map(KnownEngine::id).toList());
    assertEquals("local", open().last().id());
  }

  @Test
  @DisplayName("a changed engine keeps its place")
  void changed() {
    var engines = open();
    engines.put(remote("prod", "Production"));
    engines.put(remote("stage", "Stage"));
    engines.put(remote("prod", "Production").withGuarded(false));
    assertEquals(remote("prod", "Production").withGuarded(false), open().all().get(1));
  }

  @Test
  @DisplayName("ids are made of names, and never twice the same")
  void ids() {
    var engines = open();
    assertEquals("eu-west-production", engines.newId("EU West: Production!"));
    assertEquals("engine", engines.newId("生产"));
    assertEquals("local-2", engines.newId("local"));
    engines.put(remote("prod", "Prod"));
    assertEquals("prod-2", engines.newId("prod"));
  }
}
