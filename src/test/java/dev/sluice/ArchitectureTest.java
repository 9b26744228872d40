package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.sluice.architecture.Habits;
import dev.sluice.architecture.Layers;
import dev.sluice.engine.api.DeploymentEngine;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The rules of the architecture, each kept by the program and broken by the planted one.
class ArchitectureTest {
  private static final String PROGRAM = "dev.sluice";
  private static final String PLANTED = "dev.sluice.architecture.planted";
  private static final Layers LAYERS = new Layers(PROGRAM);
  private static final Layers PLANTED_LAYERS = new Layers(PLANTED);

  /// By the place of its class files, so that no test is among them.
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(DeploymentEngine.class.getProtectionDomain().getCodeSource().getLocation());

  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter().importPackages(PLANTED);

  /// @param planted simple names of the planted classes that break the rule
  private record Kept(String name, ArchRule rule, ArchRule onPlanted, List<String> planted) {}

  private static List<Kept> rules() {
    return List.of(
        layer("domain depends on nothing of ours", Layers::domainKnowsNobody, "AsksEngine"),
        layer("domain does no I/O", Layers::domainDoesNothing, "ReadsFile", "StartsThread"),
        layer("engine.api knows domain only", Layers::portsKnowTheDomainOnly, "KnowsStore"),
        layer("engine.port knows domain only", Layers::requirementsKnowTheDomainOnly, "KnowsCore"),
        layer("the engine knows no adapter", Layers::engineKnowsNoAdapter, "KnowsAdapter"),
        layer("wire knows domain and engine.api", Layers::wireKnowsWhatItWrites, "WritesCore"),
        layer("console knows domain and engine.api", Layers::consoleKnowsThePortOnly, "ReadsStore"),
        layer("the sample stands alone", Layers::sampleStandsAlone, "KnowsItsEngine"),
        layer("no package is in a cycle", Layers::noCycles, "There"),
        habit("JavaFX only in console and launch", Habits::javaFxInTheConsoleOnly, "ShowsNode"),
        habit("view models have no scene", Habits::viewModelsWithoutScene, "NodeViewModel"),
        habit("runLater only in console.fx", Habits::oneBridgeToTheFxThread, "RunsLater"),
        habit(
            "processes are started only in platform.process",
            Habits::processesStartInOnePlace,
            "StartsProcess"),
        habit(
            "processes are ended only in platform.process",
            Habits::processesEndInOnePlace,
            "KillsProcess"),
        habit(
            "clock, ids and chance are given",
            Habits::timeAndChanceAreGiven,
            "ReadsClock",
            "MakesId",
            "RollsDice"),
        habit("nobody prints", Habits::nobodyPrints, "Prints", "LogsElsewhere"));
  }

  @TestFactory
  @DisplayName("the program keeps")
  Stream<DynamicTest> kept() {
    return rules().stream()
        .map(kept -> DynamicTest.dynamicTest(kept.name(), () -> kept.rule().check(CLASSES)));
  }

  @TestFactory
  @DisplayName("every adapter knows no other, nor the inside of the engine")
  Stream<DynamicTest> adapters() {
    return LAYERS.adaptersKnowNoOther().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
  }

  @TestFactory
  @DisplayName("a planted violation is found:")
  Stream<DynamicTest> bites() {
    return rules().stream()
        .map(
            kept ->
                DynamicTest.dynamicTest(
                    kept.name(), () -> assertFound(kept.onPlanted(), kept.planted())));
  }

  @Test
  @DisplayName("a planted adapter that knows another, or the engine's inside, is found")
  void adaptersBite() {
    var reports =
        PLANTED_LAYERS.adaptersKnowNoOther().stream()
            .map(rule -> String.join("\n", violations(rule)))
            .filter(report -> !report.isEmpty())
            .toList();

    assertEquals(2, reports.size());
    assertTrue(reports.getFirst().contains("RoutesFromStore"), reports.getFirst());
    assertTrue(reports.getLast().contains("CallsCore"), reports.getLast());
  }

  @Test
  @DisplayName("the rules see the whole program")
  void classesFound() {
    assertTrue(CLASSES.contain("dev.sluice.launch.Main"));
    assertTrue(CLASSES.contain("dev.sluice.store.SqliteStore"));
    assertTrue(CLASSES.stream().noneMatch(c -> c.getPackageName().startsWith(PLANTED)));
  }

  private static void assertFound(ArchRule rule, List<String> planted) {
    var found = violations(rule);
    for (String name : planted) {
      assertTrue(
          found.stream().anyMatch(line -> line.contains("." + name)), name + " not in " + found);
    }
    assertTrue(rule.getDescription().contains("because"), "a rule without a reason");
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(PLANTED_CLASSES).getFailureReport().getDetails();
  }

  private static Kept layer(String name, Function<Layers, ArchRule> rule, String... planted) {
    return new Kept(name, rule.apply(LAYERS), rule.apply(PLANTED_LAYERS), List.of(planted));
  }

  private static Kept habit(String name, Function<Habits, ArchRule> rule, String... planted) {
    return new Kept(
        name, rule.apply(new Habits(PROGRAM)), rule.apply(new Habits(PLANTED)), List.of(planted));
  }
}
