package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.ArrayList;
import java.util.List;

/// Who may know whom, for a program whose packages stand under `root`.
public final class Layers {
  private static final List<String> ADAPTERS =
      List.of(
          "platform.process",
          "platform.docker",
          "platform.kubernetes",
          "gateway",
          "store",
          "rest",
          "client");

  private static final List<String> INSIDE_THE_ENGINE =
      List.of(
          "engine.core",
          "engine.rollout",
          "engine.traffic",
          "engine.scaling",
          "engine.logs",
          "engine.metrics");

  private final String root;

  public Layers(String root) {
    this.root = root;
  }

  public ArchRule domainKnowsNobody() {
    return classes()
        .that()
        .resideInAPackage(under("domain"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(under("domain"), "java..", "org.jspecify..")
        .because("values and rules are tested by calling them, and outlive every library")
        .allowEmptyShould(true);
  }

  public ArchRule domainDoesNothing() {
    return noClasses()
        .that()
        .resideInAPackage(under("domain"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ProcessHandle.class, System.Logger.class)
        .because("the domain has no I/O and no threads: the same input always gives the same plan")
        .allowEmptyShould(true);
  }

  public ArchRule portsKnowTheDomainOnly() {
    return noClasses()
        .that()
        .resideInAPackage(under("engine.api"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(under("domain"), under("engine.api")))))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .because("clients of the one port must not be tied to anything behind it")
        .allowEmptyShould(true);
  }

  public ArchRule requirementsKnowTheDomainOnly() {
    return only("engine.port", List.of("domain", "engine.port"))
        .because("adapters implement the engine's needs without knowing the engine")
        .allowEmptyShould(true);
  }

  public ArchRule engineKnowsNoAdapter() {
    return noClasses()
        .that()
        .resideInAnyPackage(under(INSIDE_THE_ENGINE))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(under("engine"), under("domain")))))
        .because("the engine decides and adapters act; it is tested without any of them")
        .allowEmptyShould(true);
  }

  public ArchRule wireKnowsWhatItWrites() {
    return only("wire", List.of("domain", "engine.api", "wire"))
        .because("the JSON of the API is shared by server and client, so it can be on no side")
        .allowEmptyShould(true);
  }

  /// One rule for each adapter.
  public List<ArchRule> adaptersKnowNoOther() {
    var rules = new ArrayList<ArchRule>();
    for (String adapter : ADAPTERS) {
      var others = new ArrayList<>(ADAPTERS);
      others.remove(adapter);
      others.addAll(INSIDE_THE_ENGINE);
      others.addAll(List.of("engine.runtime", "console", "launch", "sample"));
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(under(adapter))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(under(others))
              .because("any adapter can be replaced, or run in another process, alone")
              .allowEmptyShould(true));
    }
    return rules;
  }

  public ArchRule consoleKnowsThePortOnly() {
    return only("console", List.of("console", "engine.api", "domain"))
        .because("the console never does, it asks: with a remote engine nothing is different")
        .allowEmptyShould(true);
  }

  public ArchRule sampleStandsAlone() {
    return only("sample", List.of("sample"))
        .because("the sample is what an operator's own service would be: a stranger")
        .allowEmptyShould(true);
  }

  public ArchRule noCycles() {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("packages in a cycle can only be understood, tested and changed together")
        .allowEmptyShould(true);
  }

  private ClassesShouldConjunction only(String layer, List<String> known) {
    return noClasses()
        .that()
        .resideInAPackage(under(layer))
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..").and(not(resideInAnyPackage(under(known)))));
  }

  private String under(String layer) {
    return root + "." + layer + "..";
  }

  private String[] under(List<String> layers) {
    return layers.stream().map(this::under).toArray(String[]::new);
  }
}
