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
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// Domain records as JSON text, in the store's own form: complete, secrets sealed, sealed types
/// marked with their record's name. Fields that are not known are ignored, so that a newer engine
/// may add some.
final class Documents {
  private final JsonMapper mapper;

  Documents(SecretBox box) {
    var module =
        new SimpleModule("store") {
          @Override
          public void setupModule(SetupContext context) {
            super.setupModule(context);
            context.addValueInstantiators(new RecordMaking());
          }
        };
    text(module, ServiceName.class, ServiceName::toString, ServiceName::new);
    text(
        module,
        VersionName.class,
        VersionName::toString,
        name -> VersionName.parse(name).orElseThrow());
    text(module, InstanceId.class, InstanceId::toString, InstanceId::new);
    text(module, OperationId.class, OperationId::toString, OperationId::new);
    text(module, SnapshotId.class, SnapshotId::toString, SnapshotId::new);
    text(
        module,
        Revision.class,
        Revision::toString,
        number -> new Revision(Integer.parseInt(number)));
    text(
        module,
        Percent.class,
        percent -> Integer.toString(percent.value()),
        number -> new Percent(Integer.parseInt(number)));
    module.addKeyDeserializer(VersionName.class, new VersionKey());
    variable(module, box);
    mapper =
        JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A record of an older engine may lack a field of ours.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(module)
            .addMixIn(Artifact.class, ArtifactKinds.class)
            .addMixIn(Artifact.Source.class, SourceKinds.class)
            .addMixIn(RolloutState.class, RolloutKinds.class)
            .addMixIn(TrafficPolicy.class, PolicyKinds.class)
            .build();
  }

  String write(Object document) {
    return mapper.writeValueAsString(document);
  }

  <T> T read(String document, Class<T> type) {
    try {
      return mapper.readValue(document, type);
    } catch (JacksonException e) {
      // Without its message: it quotes the document.
      throw new UncheckedIOException(
          new IOException("A stored %s cannot be read.".formatted(type.getSimpleName()), e));
    }
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          @Override
          public T deserialize(JsonParser parser, DeserializationContext context) {
            return read.apply(parser.getString());
          }
        });
  }

  private static void variable(SimpleModule module, SecretBox box) {
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
    module.addDeserializer(
        EnvironmentVariable.class,
        new StdDeserializer<EnvironmentVariable>(EnvironmentVariable.class) {
          @Override
          public EnvironmentVariable deserialize(
              JsonParser parser, DeserializationContext context) {
            JsonNode node = context.readTree(parser);
            boolean secret = node.path("secret").asBoolean(false);
            var value =
                Optional.of(node.path(secret ? "sealed" : "value"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .map(text -> secret ? box.open(text) : text);
            return new EnvironmentVariable(node.path("name").stringValue(), value, secret);
          }
        });
  }

  private static final class VersionKey extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return VersionName.parse(key).orElseThrow();
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Artifact.Command.class, name = "command"),
    @JsonSubTypes.Type(value = Artifact.Archive.class, name = "archive"),
    @JsonSubTypes.Type(value = Artifact.Jar.class, name = "jar"),
    @JsonSubTypes.Type(value = Artifact.Image.class, name = "image")
  })
  private interface ArtifactKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Artifact.Upload.class, name = "upload"),
    @JsonSubTypes.Type(value = Artifact.Path.class, name = "path")
  })
  private interface SourceKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
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

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TrafficPolicy.ByPercent.class, name = "percent"),
    @JsonSubTypes.Type(value = TrafficPolicy.ByRules.class, name = "rules")
  })
  private interface PolicyKinds {}
}
