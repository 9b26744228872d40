package dev.sluice.domain.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry.Change;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Scaling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConfigurationDiffTest {
  private static final String CANARY = "canary-7f3k2a";
  private static final Configuration BASE =
      Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("serve"));

  @Test
  @DisplayName("R51 every field is there, equal ones included, in the order of the configuration")
  void everyField() {
    var paths = ConfigurationDiff.between(BASE, BASE).stream().map(DiffEntry::path).toList();

    assertEquals(
        List.of(
            "artifact.kind",
            "command",
            "port",
            "protocol",
            "resources.cpu",
            "resources.memoryMiB",
            "scaling.min",
            "scaling.max",
            "scaling.conditions.CPU",
            "health.kind",
            "health.path",
            "health.initialDelaySeconds",
            "health.intervalSeconds",
            "health.timeoutSeconds",
            "health.successes",
            "health.failures",
            "roll.batch",
            "roll.surge",
            "roll.minHealthySeconds",
            "roll.deadlineSeconds",
            "stop.drainSeconds",
            "stop.graceSeconds",
            "logs",
            "remark"),
        paths);
    assertEquals(Set.of(Change.EQUAL), changes(ConfigurationDiff.between(BASE, BASE)));
  }

  @Test
  @DisplayName("R51 a differing field shows both sides as text")
  void bothSides() {
    var after = BASE.withPort(9090).withCommand(List.of("serve", "--name", "it's me"));

    assertEquals(
        new DiffEntry(
            "port", "run", Change.CHANGED, Optional.of("8080"), Optional.of("9090"), false),
        entry("port", BASE, after));
    assertEquals(Optional.of("serve --name 'it'\\''s me'"), entry("command", BASE, after).after());
  }

  @Test
  @DisplayName("R51 variables are matched by name, wherever they stand")
  void variablesByName() {
    var a = EnvironmentVariable.plain("A", "1");
    var b = EnvironmentVariable.plain("B", "2");
    var c = EnvironmentVariable.plain("C", "3");
    var before = BASE.withEnvironment(List.of(a, b));
    var after = BASE.withEnvironment(List.of(c, b));

    assertEquals(Change.REMOVED, entry("environment.A", before, after).change());
    assertEquals(Optional.of("1"), entry("environment.A", before, after).before());
    assertEquals(Change.EQUAL, entry("environment.B", before, after).change());
    assertEquals(Change.ADDED, entry("environment.C", before, after).change());
    assertEquals(
        Set.of(Change.EQUAL),
        changes(ConfigurationDiff.between(before, BASE.withEnvironment(List.of(b, a)))));
  }

  @Test
  @DisplayName("R51 a variable that an unfinished draft names twice is shown twice")
  void variableTwice() {
    var twice =
        BASE.withEnvironment(
            List.of(EnvironmentVariable.plain("A", "1"), EnvironmentVariable.plain("A", "2")));

    assertEquals(Optional.of("2"), entry("environment.A#2", BASE, twice).after());
  }

  @Test
  @DisplayName("R51 a changed secret shows as changed, never its value")
  void secretsMasked() {
    var plain = BASE.withEnvironment(List.of(EnvironmentVariable.plain("KEY", CANARY)));
    var secret = BASE.withEnvironment(List.of(EnvironmentVariable.secret("KEY", CANARY)));
    var other = BASE.withEnvironment(List.of(EnvironmentVariable.secret("KEY", CANARY + "2")));

    assertSecret(Change.CHANGED, secret, other);
    assertSecret(Change.CHANGED, plain, secret);
    assertSecret(Change.CHANGED, secret, plain);
    assertSecret(Change.EQUAL, secret, secret);
    assertSecret(Change.ADDED, BASE, secret);
    assertSecret(Change.REMOVED, secret, BASE);
  }

  @Test
  @DisplayName("R51 a secret left empty in a draft keeps its value, one typed anew is a change")
  void secretKept() {
    var secret = BASE.withEnvironment(List.of(EnvironmentVariable.secret("KEY", CANARY)));

    assertSecret(Change.EQUAL, secret, secret.masked());
    assertSecret(Change.CHANGED, secret.masked(), secret);
  }

  @Test
  @DisplayName("R51 a scaling window is told by its time, whatever the order of its days")
  void windows() {
    var before = BASE.withScaling(window(Set.of("SUN", "MON"), 2));
    var after = BASE.withScaling(window(Set.of("MON", "SUN"), 3));

    var entry = entry("scaling.windows.MON,SUN 08:00-18:00 Europe/Berlin", before, after);

    assertEquals(Optional.of("2"), entry.before());
    assertEquals(Optional.of("3"), entry.after());
  }

  @Test
  @DisplayName("R51 another artifact shows what came and what went")
  void artifacts() {
    var after = BASE.withArtifact(new Artifact.Jar(new Artifact.Path("app.jar")));

    assertEquals(Optional.of("jar"), entry("artifact.kind", BASE, after).after());
    assertEquals(Change.ADDED, entry("artifact.path", BASE, after).change());
  }

  @Test
  @DisplayName("the summary counts changes per part and leaves out what is equal")
  void summary() {
    var after =
        BASE.withPort(9090)
            .withEnvironment(
                List.of(EnvironmentVariable.plain("A", "1"), EnvironmentVariable.plain("B", "2")));

    assertEquals(
        List.of(
            new ConfigurationDiff.PartSummary("run", 0, 0, 1),
            new ConfigurationDiff.PartSummary("environment", 2, 0, 0)),
        ConfigurationDiff.summary(ConfigurationDiff.between(BASE, after)));
  }

  @Test
  @DisplayName("R51 any two configurations: equal exactly when nothing is marked, and mirrored")
  void randomPairs() {
    long seed = System.nanoTime();
    System.out.println("ConfigurationDiffTest.randomPairs seed " + seed);
    var random = new RandomConfigurations(new SplittableRandom(seed));
    for (int i = 0; i < 5_000; i++) {
      var before = random.next();
      var after = i % 2 == 0 ? random.near(before) : random.next();
      var entries = ConfigurationDiff.between(before, after);
      var paths = entries.stream().map(DiffEntry::path).toList();

      assertEquals(paths.size(), new HashSet<>(paths).size(), "seed " + seed);
      boolean unmarked = changes(entries).equals(Set.of(Change.EQUAL));
      assertEquals(before.equals(after), unmarked, "seed " + seed + " pair " + i);
      assertEquals(
          entries.stream().filter(e -> e.change() == Change.ADDED).count(),
          ConfigurationDiff.between(after, before).stream()
              .filter(e -> e.change() == Change.REMOVED)
              .count(),
          "seed " + seed + " pair " + i);
    }
  }

  private static Scaling window(Set<String> days, int count) {
    return new Scaling(
        1,
        5,
        List.of(),
        List.of(new Scaling.Window(days, "08:00", "18:00", "Europe/Berlin", count)));
  }

  private static void assertSecret(Change change, Configuration before, Configuration after) {
    var entries = ConfigurationDiff.between(before, after);
    var entry = entry("environment.KEY", before, after);
    assertEquals(change, entry.change());
    assertTrue(entry.secret());
    assertFalse(entries.toString().contains(CANARY), "the secret is in the diff");
  }

  private static DiffEntry entry(String path, Configuration before, Configuration after) {
    return ConfigurationDiff.between(before, after).stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no entry " + path));
  }

  private static Set<Change> changes(List<DiffEntry> entries) {
    var changes = new HashSet<Change>();
    entries.forEach(entry -> changes.add(entry.change()));
    return changes;
  }
}
