package dev.sluice.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// Domain records as JSON text, in the store's own form: complete, secrets sealed, sealed types
/// marked with their record's name. Fields that are not known are ignored, so that a newer engine
/// may add some.
final class Documents {
  private final JsonMapper mapper;
  private final RecordReader reader;
  private final SimpleModule module = new SimpleModule("store");
  private final Map<Class<?>, RecordReader.Value> given = new HashMap<>();

  Documents(SecretBox box) {
    text(ServiceName.class, ServiceName::new);
    text(VersionName.class, name -> VersionName.parse(name).orElseThrow());
    text(InstanceId.class, InstanceId::new);
    text(OperationId.class, OperationId::new);
    text(SnapshotId.class, SnapshotId::new);
    text(Revision.class, number -> new Revision(Integer.parseInt(number)));
    text(
        Percent.class,
        percent -> Integer.toString(percent.value()),
        number -> new Percent(Integer.parseInt(number)));
    text(Instant.class, Instants::parse);
    given.put(EnvironmentVariable.class, in -> variable(in, box));
    addVariable(box);
    mapper =
        JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .addModule(module)
            .addMixIn(Artifact.class, ArtifactKinds.class)
            .addMixIn(Artifact.Source.class, SourceKinds.class)
            .addMixIn(RolloutState.class, RolloutKinds.class)
            .addMixIn(TrafficPolicy.class, PolicyKinds.class)
            .build();
    reader =
        new RecordReader(
            Map.of(
                Artifact.class, kinds(ArtifactKinds.class),
                Artifact.Source.class, kinds(SourceKinds.class),
                RolloutState.class, kinds(RolloutKinds.class),
                TrafficPolicy.class, kinds(PolicyKinds.class)),
            given);
  }

  String write(Object document) {
    return mapper.writeValueAsString(document);
  }

  <T> T read(String document, Class<T> type) {
    try (var in = mapper.createParser(document)) {
      return reader.read(in, type);
    } catch (RuntimeException e) {
      // Without its message: it quotes the document.
      throw new UncheckedIOException(
          new IOException("A stored %s cannot be read.".formatted(type.getSimpleName()), e));
    }
  }

  private <T> void text(Class<T> type, Function<String, T> read) {
    text(type, Object::toString, read);
  }

  private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
    given.put(type, RecordReader.text(read));
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
          }
        });
  }

  private void addVariable(SecretBox box) {
    module.addSerializer(
        EnvironmentVariable.class,
        new StdSerializer<EnvironmentVariable>(EnvironmentVariable.class) {
          @Override
          public void serialize(
              EnvironmentVariable variable, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("name", variable.name());
            String field = variable.secret() ? "sealed" : "value";
            variable
                .value()
                .map(value -> variable.secret() ? box.seal(value) : value)
                .ifPresent(value -> out.writeStringProperty(field, value));
            out.writeBooleanProperty("secret", variable.secret());
            out.writeEndObject();
          }
        });
  }

  private static EnvironmentVariable variable(JsonParser in, SecretBox box) {
    String name = "";
    Optional<String> value = Optional.empty();
    boolean secret = false;
    for (var field = in.nextName(); field != null; field = in.nextName()) {
      in.nextToken();
      switch (field) {
        case "name" -> name = in.getString();
        case "value" -> value = Optional.of(in.getString());
        case "sealed" -> value = Optional.of(box.open(in.getString()));
        case "secret" -> secret = in.getBooleanValue();
        default -> in.skipChildren();
      }
    }
    return new EnvironmentVariable(name, value, secret);
  }

  private static Map<String, Class<?>> kinds(Class<?> names) {
    var kinds = new HashMap<String, Class<?>>();
    for (var kind : names.getAnnotation(JsonSubTypes.class).value()) {
      kinds.put(kind.name(), kind.value());
    }
    return kinds;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordReader.KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Artifact.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Artifact.Archive.class, name = "archive"),
    @JsonSubTypes.Type(value = Artifact.Jar.class, name = "jar"),
    @JsonSubTypes.Type(value = Artifact.Image.class, name = "image")
  })
  private interface ArtifactKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordReader.KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Artifact.Upload.class, name = "upload"),
    @JsonSubTypes.Type(value = Artifact.Path.class, name = "path")
  })
  private interface SourceKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordReader.KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutState.Steady.class, name = "steady"),
    @JsonSubTypes.Type(value = RolloutState.Creating.class, name = "creating"),
    @JsonSubTypes.Type(value = RolloutState.Abandoning.class, name = "abandoning"),
    @JsonSubTypes.Type(value = RolloutState.Rolling.class, name = "rolling"),
    @JsonSubTypes.Type(value = RolloutState.Returning.class, name = "returning"),
    @JsonSubTypes.Type(value = RolloutState.Tending.class, name = "tending"),
    @JsonSubTypes.Type(value = RolloutState.Freezing.class, name = "freezing"),
    @JsonSubTypes.Type(value = RolloutState.Frozen.class, name = "frozen"),
    @JsonSubTypes.Type(value = RolloutState.Thawing.class, name = "thawing"),
    @JsonSubTypes.Type(value = RolloutState.Deleting.class, name = "deleting"),
    @JsonSubTypes.Type(value = RolloutState.Broken.class, name = "broken")
  })
  private interface RolloutKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = RecordReader.KIND)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TrafficPolicy.ByPercent.class, name = "percent"),
    @JsonSubTypes.Type(value = TrafficPolicy.ByRules.class, name = "rules")
  })
  private interface PolicyKinds {}
}
