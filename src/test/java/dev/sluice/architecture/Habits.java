package dev.sluice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Where certain things may be done at all, for a program whose packages stand under `root`.
public final class Habits {
  private static final Set<String> CLOCKS =
      Set.of(
          Instant.class.getName(),
          Clock.class.getName(),
          LocalDate.class.getName(),
          LocalTime.class.getName(),
          LocalDateTime.class.getName(),
          OffsetDateTime.class.getName(),
          ZonedDateTime.class.getName());

  private final String root;

  public Habits(String root) {
    this.root = root;
  }

  public ArchRule javaFxInTheConsoleOnly() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(under("console"), under("launch"))
        .and()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javafx..")
        .because("engine, gateway and command line run where there is no JavaFX")
        .allowEmptyShould(true);
  }

  public ArchRule viewModelsWithoutScene() {
    return noClasses()
        .that()
        .resideInAPackage(under("console"))
        .and()
        .haveSimpleNameEndingWith("ViewModel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.fxml..")
        .because("a view model is tested without a toolkit")
        .allowEmptyShould(true);
  }

  public ArchRule oneBridgeToTheFxThread() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(under("console.fx"))
        .should()
        .callMethodWhere(
            target(owner(name("javafx.application.Platform")))
                .and(target(nameMatching("runLater|startup"))))
        .because("one bridge coalesces updates; others would flood the FX thread or show old ones")
        .allowEmptyShould(true);
  }

  public ArchRule processesStartInOnePlace() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(under("platform.process"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(target(owner(assignableTo(Runtime.class))).and(target(name("exec"))))
        .because("only there is it known how a process is detached and recognised again")
        .allowEmptyShould(true);
  }

  /// `launch` ends the engine itself, which holds its own lock file; never an instance.
  public ArchRule processesEndInOnePlace() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(under("platform.process"), under("launch"))
        .should()
        .callMethodWhere(
            target(owner(assignableTo(ProcessHandle.class)))
                .and(target(nameMatching("destroy|destroyForcibly"))))
        .because("only there is it made sure that a stranger is never signalled")
        .allowEmptyShould(true);
  }

  /// Where a program is put together, clock and chance are given out: in `launch`, and for the
  /// gateway in its outermost class. The sample is a program of its own.
  public ArchRule timeAndChanceAreGiven() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(under("launch"), under("sample"))
        .and()
        .doNotHaveFullyQualifiedName(root + ".gateway.Gateway")
        .should()
        .callMethodWhere(
            target(owner(describe("a clock", c -> CLOCKS.contains(c.getName()))))
                .and(target(nameMatching("now|system.*"))))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callConstructorWhere(seedless())
        .because("a test that cannot set the clock and the dice cannot be repeated")
        .allowEmptyShould(true);
  }

  /// Instances' own output is what their log shows, so the sample prints like any service.
  public ArchRule nobodyPrints() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(under("launch"), under("sample"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .because("the engine's standard output is read by programs; all else goes to System.Logger")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaConstructorCall> seedless() {
    return describe(
        "a random generator without a seed",
        call ->
            isOf(call, Random.class, SplittableRandom.class)
                && call.getTarget().getRawParameterTypes().isEmpty());
  }

  private static boolean isOf(JavaCall<?> call, Class<?>... types) {
    for (var type : types) {
      if (call.getTargetOwner().isEquivalentTo(type)) {
        return true;
      }
    }
    return false;
  }

  private String under(String layer) {
    return root + "." + layer + "..";
  }
}
