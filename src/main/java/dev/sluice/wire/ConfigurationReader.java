package dev.sluice.wire;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Resources;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Stop;
import dev.sluice.domain.service.Violations;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Reads a configuration. What is left out is as in the base: the defaults of R13, or the
/// configuration that is being copied. Whether it is allowed is for the engine to say.
final class ConfigurationReader {
  private static final List<String> KINDS = List.of("command", "archive", "jar", "image");

  private ConfigurationReader() {}

  /// @param fallback for what is left out; without one, an artifact is needed
  static Configuration read(Fields fields, Optional<Configuration> fallback) {
    Artifact none =
        fallback.map(Configuration::artifact).orElse(new Artifact.Command(Optional.empty()));
    var artifact = fields.object("artifact").map(f -> artifact(f, none));
    if (artifact.isEmpty() && fallback.isEmpty()) {
      fields.refuse(Violations.required(fields.at("artifact")));
    }
    var base = fallback.orElse(Configuration.of(none));
    var read =
        new Configuration(
            artifact.orElse(none),
            fields.texts("command").orElse(base.command()),
            fields.integer("port").orElse(base.port()),
            fields.choice("protocol", Protocol.class).orElse(base.protocol()),
            fields.objects("environment", ConfigurationReader::variable).orElse(base.environment()),
            fields.object("resources").map(f -> resources(f, base)).orElse(base.resources()),
            fields.object("scaling").map(f -> scaling(f, base)).orElse(base.scaling()),
            fields.object("health").map(f -> health(f, base)).orElse(base.health()),
            fields.object("roll").map(f -> roll(f, base)).orElse(base.roll()),
            fields.object("stop").map(f -> stop(f, base)).orElse(base.stop()),
            fields.texts("logs").orElse(base.logs()),
            fields.text("remark").orElse(base.remark()));
    fields.end();
    return read;
  }

  private static Artifact artifact(Fields fields, Artifact none) {
    var kind = fields.text("kind");
    Artifact artifact =
        switch (kind.orElse("")) {
          case "command" -> new Artifact.Command(fields.text("directory"));
          case "archive" -> source(fields).<Artifact>map(Artifact.Archive::new).orElse(none);
          case "jar" -> source(fields).<Artifact>map(Artifact.Jar::new).orElse(none);
          case "image" ->
              new Artifact.Image(fields.requiredText("reference"), fields.text("digest"));
          case String other -> {
            fields.refuse(
                kind.isEmpty()
                    ? Violations.required(fields.at("kind"))
                    : Violations.notOneOf(fields.at("kind"), other, KINDS));
            yield none;
          }
        };
    fields.end();
    return artifact;
  }

  private static Optional<Artifact.Source> source(Fields fields) {
    var upload = fields.text("upload");
    var path = fields.text("path");
    if (upload.isPresent() == path.isPresent()) {
      fields.refuse(Violations.artifactSource(fields.at("upload")));
      return Optional.empty();
    }
    return upload.<Artifact.Source>map(Artifact.Upload::new).or(() -> path.map(Artifact.Path::new));
  }

  private static EnvironmentVariable variable(Fields fields) {
    return new EnvironmentVariable(
        fields.requiredText("name"), fields.text("value"), fields.flag("secret").orElse(false));
  }

  private static Resources resources(Fields fields, Configuration base) {
    var read =
        new Resources(
            fields.decimal("cpu").orElse(base.resources().cpu()),
            fields.integer("memoryMiB").orElse(base.resources().memoryMiB()));
    fields.end();
    return read;
  }

  private static Scaling scaling(Fields fields, Configuration base) {
    var old = base.scaling();
    var read =
        new Scaling(
            fields.integer("min").orElse(old.min()),
            fields.integer("max").orElse(old.max()),
            fields.objects("conditions", ConfigurationReader::condition).orElse(old.conditions()),
            fields.objects("windows", ConfigurationReader::window).orElse(old.windows()));
    fields.end();
    return read;
  }

  private static Scaling.Condition condition(Fields fields) {
    fields.require("metric");
    fields.require("above");
    return new Scaling.Condition(
        fields.choice("metric", Scaling.Metric.class).orElse(Scaling.Metric.CPU),
        fields.integer("above").orElse(0));
  }

  private static Scaling.Window window(Fields fields) {
    fields.require("days");
    fields.require("count");
    return new Scaling.Window(
        new HashSet<>(fields.texts("days").orElse(List.of())),
        fields.requiredText("from"),
        fields.requiredText("to"),
        fields.requiredText("zone"),
        fields.integer("count").orElse(0));
  }

  private static HealthCheck health(Fields fields, Configuration base) {
    var old = base.health();
    var read =
        new HealthCheck(
            fields.choice("kind", HealthCheck.Kind.class).orElse(old.kind()),
            fields.text("path").orElse(old.path()),
            fields.integer("initialDelaySeconds").orElse(old.initialDelaySeconds()),
            fields.integer("intervalSeconds").orElse(old.intervalSeconds()),
            fields.integer("timeoutSeconds").orElse(old.timeoutSeconds()),
            fields.integer("successes").orElse(old.successes()),
            fields.integer("failures").orElse(old.failures()));
    fields.end();
    return read;
  }

  private static Roll roll(Fields fields, Configuration base) {
    var old = base.roll();
    var read =
        new Roll(
            fields.integer("batch").orElse(old.batch()),
            fields.flag("surge").orElse(old.surge()),
            fields.integer("minHealthySeconds").orElse(old.minHealthySeconds()),
            fields.integer("deadlineSeconds").orElse(old.deadlineSeconds()));
    fields.end();
    return read;
  }

  private static Stop stop(Fields fields, Configuration base) {
    var old = base.stop();
    var read =
        new Stop(
            fields.integer("drainSeconds").orElse(old.drainSeconds()),
            fields.integer("graceSeconds").orElse(old.graceSeconds()));
    fields.end();
    return read;
  }
}
