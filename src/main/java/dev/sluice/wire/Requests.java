package dev.sluice.wire;

import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;

/// Reads the bodies of requests, strictly: a field that is unknown, missing or of the wrong kind is
/// refused, and one answer names all that is wrong.
public final class Requests {
  private Requests() {}

  /// `{name, public?}`
  public record CreateService(ServiceName name, boolean publicAccess) {}

  /// `{configuration, remark?, force?}`
  public record Redeploy(Configuration configuration, String remark, boolean force) {}

  /// `{snapshot, remark?}`
  public record Rollback(SnapshotId snapshot, String remark) {}

  /// `{configuration | snapshot}`
  public record ForecastOf(Optional<Configuration> configuration, Optional<SnapshotId> snapshot) {}

  /// `{from, to | configuration}`
  public record DiffOf(Reference from, Optional<Reference> to, Optional<Configuration> draft) {}

  /// A policy with the words of who sets it.
  public record SetTraffic(TrafficPolicy policy, String remark) {}

  public static CreateService createService(byte[] body) {
    return read(
        body,
        fields ->
            new CreateService(
                new ServiceName(fields.requiredText("name")), fields.flag("public").orElse(true)));
  }

  /// `{public}`
  public static boolean publicAccess(byte[] body) {
    return read(
        body,
        fields -> {
          fields.require("public");
          return fields.flag("public").orElse(false);
        });
  }

  /// `{configuration | copyOf, overrides?, startTraffic?, remark?}`
  ///
  /// @param present finds the configuration a reference names, as a reader may see it
  public static NewVersion newVersion(byte[] body, Function<Reference, Configuration> present) {
    return read(body, fields -> NewVersionReader.read(fields, present));
  }

  public static Redeploy redeploy(byte[] body) {
    return read(
        body,
        fields ->
            new Redeploy(
                requiredConfiguration(fields),
                fields.text("remark").orElse(""),
                fields.flag("force").orElse(false)));
  }

  public static Rollback rollback(byte[] body) {
    return read(
        body,
        fields ->
            new Rollback(
                snapshotId(fields, "snapshot", fields.requiredText("snapshot")),
                fields.text("remark").orElse("")));
  }

  /// `{remark?}`; an empty body is one as well.
  public static String remark(byte[] body) {
    return body.length == 0 ? "" : read(body, fields -> fields.text("remark").orElse(""));
  }

  public static ForecastOf forecast(byte[] body) {
    return read(
        body,
        fields -> {
          var snapshot = fields.text("snapshot").map(text -> snapshotId(fields, "snapshot", text));
          Optional<Configuration> configuration =
              snapshot.isPresent() ? Optional.empty() : Optional.of(requiredConfiguration(fields));
          return new ForecastOf(configuration, snapshot);
        });
  }

  public static DiffOf diff(byte[] body) {
    return read(
        body,
        fields -> {
          var from = reference(fields, "from", fields.requiredText("from"));
          var to = fields.text("to").map(text -> reference(fields, "to", text));
          Optional<Configuration> draft =
              to.isPresent() ? Optional.empty() : Optional.of(requiredConfiguration(fields));
          return new DiffOf(from, to, draft);
        });
  }

  /// `{mode, percent, remark?}`
  public static SetTraffic traffic(byte[] body) {
    return read(
        body,
        fields -> {
          var mode = fields.text("mode").orElse("PERCENT");
          if (!mode.equals("PERCENT")) {
            fields.refuse(Violations.notOneOf("mode", mode, List.of("PERCENT")));
          }
          var shares = new TreeMap<VersionName, Percent>();
          fields
              .object("percent")
              .ifPresentOrElse(
                  percent -> shares(percent, shares),
                  () -> fields.refuse(Violations.required("percent")));
          return new SetTraffic(
              new TrafficPolicy.ByPercent(shares), fields.text("remark").orElse(""));
        });
  }

  /// `{revision, remark?}`
  public static Map.Entry<Long, String> restoreTraffic(byte[] body) {
    return read(
        body,
        fields -> {
          fields.require("revision");
          return Map.entry(
              fields.longInteger("revision").orElse(0L), fields.text("remark").orElse(""));
        });
  }

  /// `{names}`
  public static List<String> names(byte[] body) {
    return read(
        body,
        fields -> {
          fields.require("names");
          return fields.texts("names").orElse(List.of());
        });
  }

  /// `version:shop-001` or `snapshot:shop-001.2`.
  ///
  /// @throws ProblemException when `text` is neither
  public static Reference reference(String field, String text) {
    var found = new ArrayList<Violation>();
    var reference = reference(text);
    if (reference.isEmpty()) {
      found.add(badReference(field));
      throw malformed(found);
    }
    return reference.get();
  }

  private static Optional<Reference> reference(String text) {
    if (text.startsWith("version:")) {
      return VersionName.parse(text.substring("version:".length())).map(NewVersion.OfVersion::new);
    }
    String id = text.startsWith("snapshot:") ? text.substring("snapshot:".length()) : "";
    return SnapshotId.isValid(id)
        ? Optional.of(new NewVersion.OfSnapshot(new SnapshotId(id)))
        : Optional.empty();
  }

  private static Reference reference(Fields fields, String field, String text) {
    return reference(text)
        .orElseGet(
            () -> {
              fields.refuse(badReference(fields.at(field)));
              return new NewVersion.OfSnapshot(new SnapshotId("none.0"));
            });
  }

  private static Violation badReference(String field) {
    return Violations.notA(field, "a reference like version:shop-001 or snapshot:shop-001.2");
  }

  private static void shares(Fields percent, Map<VersionName, Percent> shares) {
    for (String name : percent.names()) {
      if (!percent.has(name)) {
        // Not taken for 0: nobody takes a service off the air by leaving a value out.
        percent.refuse(Violations.required(percent.at(name)));
      }
      var share = percent.integer(name);
      var version = VersionName.parse(name);
      if (version.isEmpty()) {
        percent.refuse(Violations.unknownVersion(percent.at(name), name));
      }
      if (share.isPresent() && (share.get() < 0 || share.get() > 100)) {
        throw new InvalidValueException(
            Violations.percent(percent.at(name), Integer.toString(share.get())));
      }
      if (share.isPresent() && version.isPresent()) {
        shares.put(version.get(), new Percent(share.get()));
      }
    }
  }

  private static Configuration requiredConfiguration(Fields fields) {
    var configuration = fields.object("configuration");
    if (configuration.isEmpty()) {
      fields.refuse(Violations.required("configuration"));
      return nothing();
    }
    return ConfigurationReader.read(configuration.get(), Optional.empty());
  }

  private static Configuration nothing() {
    return Configuration.of(new Artifact.Command(Optional.empty()));
  }

  private static SnapshotId snapshotId(Fields fields, String field, String text) {
    if (SnapshotId.isValid(text)) {
      return new SnapshotId(text);
    }
    fields.refuse(Violations.notA(fields.at(field), "a snapshot's id like shop-001.2"));
    return new SnapshotId("none.0");
  }

  private static <T> T read(byte[] body, Function<Fields, T> reader) {
    var found = new ArrayList<Violation>();
    var fields = new Fields(tree(body), "", found);
    T value;
    try {
      value = reader.apply(fields);
    } catch (InvalidValueException e) {
      if (!found.isEmpty()) {
        throw malformed(found);
      }
      throw notAllowed(e);
    }
    fields.end();
    if (!found.isEmpty()) {
      throw malformed(found);
    }
    return value;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (StreamReadException e) {
      throw unreadable(
          " at line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (JacksonException e) {
      throw unreadable("");
    }
  }

  private static ProblemException unreadable(String where) {
    return new ProblemException(
        new Problem(
            Problem.Kind.MALFORMED,
            "malformedJson",
            "The body is not JSON%s.".formatted(where),
            "Send one JSON object, in UTF-8, with no name twice.",
            Map.of("where", where.strip()),
            List.of(),
            Optional.empty()));
  }

  private static ProblemException malformed(List<Violation> fields) {
    return refusal(Problem.Kind.MALFORMED, "malformed", fields);
  }

  /// A value that can be read but breaks its own rules.
  public static ProblemException notAllowed(InvalidValueException e) {
    return refusal(Problem.Kind.NOT_ALLOWED, "invalid", e.violations());
  }

  private static ProblemException refusal(Problem.Kind kind, String code, List<Violation> fields) {
    var first = fields.getFirst();
    String more = fields.size() == 1 ? "" : " (and %d more)".formatted(fields.size() - 1);
    return new ProblemException(
        new Problem(
            kind,
            code,
            first.field() + ": " + first.message() + more,
            "Correct the fields that are named.",
            Map.of("count", Integer.toString(fields.size())),
            fields,
            first.rule()));
  }
}
