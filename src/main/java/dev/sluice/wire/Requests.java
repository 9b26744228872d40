package dev.sluice.wire;

import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.RequestSample;
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
  /// Of one call for predictions.
  private static final int MOST_SAMPLES = 1_000;

  private static final int MOST_SERVICES = 10_000;

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

  /// Requests to ask about, and a policy that is not saved.
  public record Predict(List<RequestSample> requests, Optional<TrafficPolicy> policy) {
    public Predict {
      requests = List.copyOf(requests);
    }
  }

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

  /// `{mode?, percent, remark?}` or `{mode, rules, default, remark?}`
  public static SetTraffic traffic(byte[] body) {
    return read(
        body,
        fields -> {
          var policy = TrafficReader.read(fields);
          return new SetTraffic(policy, fields.text("remark").orElse(""));
        });
  }

  /// `{urls | requests: [{url, headers?}], policy?}`
  public static Predict predict(byte[] body) {
    return read(
        body,
        fields -> {
          var samples = new ArrayList<RequestSample>();
          fields
              .texts("urls")
              .ifPresent(urls -> urls.forEach(u -> samples.add(RequestSample.of(u))));
          fields.objects("requests", Requests::sample).ifPresent(samples::addAll);
          if (!fields.has("urls") && !fields.has("requests")) {
            fields.refuse(Violations.required("urls"));
          }
          if (samples.size() > MOST_SAMPLES) {
            throw new InvalidValueException(Violations.tooMany("urls", MOST_SAMPLES));
          }
          return new Predict(samples, fields.object("policy").map(Requests::policy));
        });
  }

  private static TrafficPolicy policy(Fields fields) {
    var policy = TrafficReader.read(fields);
    fields.end();
    return policy;
  }

  private static RequestSample sample(Fields fields) {
    var headers = new TreeMap<String, List<String>>();
    fields
        .object("headers")
        .ifPresent(
            values -> {
              for (String name : values.names()) {
                headers.put(name, values.textOrTexts(name));
              }
            });
    return new RequestSample(fields.requiredText("url"), headers);
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

  /// `{services}`
  public static List<ServiceName> services(byte[] body) {
    return read(
        body,
        fields -> {
          fields.require("services");
          var names = fields.texts("services").orElse(List.of());
          if (names.size() > MOST_SERVICES) {
            throw new InvalidValueException(Violations.tooMany("services", MOST_SERVICES));
          }
          return names.stream().map(ServiceName::new).toList();
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
