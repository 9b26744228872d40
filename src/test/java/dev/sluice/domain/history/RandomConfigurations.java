package dev.sluice.domain.history;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Stop;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Configurations of every shape, few enough values to meet again, texts that break naive formats.
public final class RandomConfigurations {
  private static final List<String> TEXTS =
      List.of("", "a", "a b", "it's", "a\nb", "\"", "中文", "=", "a,b", "\\", "x 1 y", "\u0000");

  private final SplittableRandom random;

  public RandomConfigurations(SplittableRandom random) {
    this.random = random;
  }

  public Configuration next() {
    return new Configuration(
        artifact(),
        texts(3),
        number(3),
        protocol(),
        environment(),
        resources(),
        scaling(),
        health(),
        roll(),
        stop(),
        texts(2),
        text());
  }

  /// `base` with at most one part of it drawn anew.
  public Configuration near(Configuration base) {
    var other = next();
    return switch (random.nextInt(12)) {
      case 0 -> base.withArtifact(other.artifact());
      case 1 -> base.withCommand(other.command());
      case 2 -> base.withPort(other.port());
      case 3 -> base.withEnvironment(other.environment());
      case 4 -> base.withResources(other.resources());
      case 5 -> base.withScaling(other.scaling());
      case 6 -> base.withHealth(other.health());
      case 7 -> base.withRoll(other.roll());
      case 8 -> base.withStop(other.stop());
      case 9 -> base.withRemark(other.remark());
      case 10 -> base.withProtocol(other.protocol());
      default -> base;
    };
  }

  private Protocol protocol() {
    return random.nextBoolean() ? Protocol.HTTP1 : Protocol.H2C;
  }

  private Artifact artifact() {
    return switch (random.nextInt(4)) {
      case 0 -> new Artifact.Command(optional(this::text));
      case 1 -> new Artifact.Archive(source());
      case 2 -> new Artifact.Jar(source());
      default -> new Artifact.Image(text(), optional(this::text));
    };
  }

  private Artifact.Source source() {
    return random.nextBoolean() ? new Artifact.Upload(text()) : new Artifact.Path(text());
  }

  private List<EnvironmentVariable> environment() {
    return Stream.of("A", "B", "C", "D")
        .filter(name -> random.nextBoolean())
        .map(name -> new EnvironmentVariable(name, Optional.of(text()), random.nextBoolean()))
        .toList();
  }

  private Resources resources() {
    return new Resources(new BigDecimal(number(3)).movePointLeft(1), number(3));
  }

  private Scaling scaling() {
    var conditions =
        Stream.of(Scaling.Metric.values())
            .filter(metric -> random.nextBoolean())
            .map(metric -> new Scaling.Condition(metric, number(2)))
            .toList();
    var windows =
        Stream.of("08:00", "09:00")
            .filter(from -> random.nextBoolean())
            .map(from -> new Scaling.Window(days(), from, "18:00", "UTC", number(2)))
            .toList();
    return new Scaling(number(2), number(2), conditions, windows);
  }

  private Set<String> days() {
    return random.nextBoolean() ? Set.of("SUN", "MON", "FRI") : Set.of("WED");
  }

  private HealthCheck health() {
    var kind =
        List.of(HealthCheck.Kind.values()).get(random.nextInt(HealthCheck.Kind.values().length));
    return new HealthCheck(kind, text(), number(2), number(2), number(2), number(2), number(2));
  }

  private Roll roll() {
    return new Roll(number(2), random.nextBoolean(), number(2), number(2));
  }

  private Stop stop() {
    return new Stop(number(2), number(2));
  }

  private List<String> texts(int most) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> text()).toList();
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private int number(int bound) {
    return random.nextInt(bound);
  }

  private <T> Optional<T> optional(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
