package dev.sluice.wire;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.MetricPoint;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionMetrics;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// How values that are not plain records are written: ids as text, the sealed types with what tells
/// them apart.
final class ValueTypes {
  private ValueTypes() {}

  static SimpleModule module() {
    var module = new SimpleModule("sluice");
    text(module, ServiceName.class, ServiceName::new);
    text(module, VersionName.class, text -> VersionName.parse(text).orElseThrow());
    text(module, InstanceId.class, InstanceId::new);
    text(module, OperationId.class, OperationId::new);
    text(module, SnapshotId.class, SnapshotId::new);
    both(
        module,
        Revision.class,
        (revision, out) -> out.writeNumber(revision.value()),
        node -> new Revision(node.intValue()));
    both(
        module,
        Percent.class,
        (percent, out) -> out.writeNumber(percent.value()),
        node -> new Percent(node.intValue()));
    both(module, Artifact.class, ArtifactJson::write, ArtifactJson::read);
    both(module, EnvironmentVariable.class, EnvironmentJson::write, EnvironmentJson::read);
    both(module, TrafficPolicy.class, TrafficJson::writePolicy, TrafficJson::readPolicy);
    both(module, TrafficView.class, TrafficJson::write, TrafficJson::read);
    module.addDeserializer(Prediction.class, reading(Prediction.class, PredictionJson::read));
    both(module, VersionMetrics.class, MetricsJson::write, MetricsJson::read);
    both(module, MetricPoint.class, MetricsJson::write, MetricsJson::readPoint);
    both(module, ServiceMetrics.class, MetricsJson::write, MetricsJson::readService);
    both(module, EngineInfo.class, EngineInfoJson::write, EngineInfoJson::read);
    return module;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    both(
        module,
        type,
        (value, out) -> out.writeString(value.toString()),
        node -> parse.apply(node.stringValue()));
  }

  private static <T> void both(
      SimpleModule module,
      Class<T> type,
      BiConsumer<T, JsonGenerator> write,
      Function<JsonNode, T> read) {
    module.addSerializer(
        type,
        new StdSerializer<T>(type) {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            write.accept(value, out);
          }
        });
    module.addDeserializer(type, reading(type, read));
  }

  private static <T> StdDeserializer<T> reading(Class<T> type, Function<JsonNode, T> read) {
    return new StdDeserializer<T>(type) {
      @Override
      public T deserialize(JsonParser parser, DeserializationContext context) {
        try {
          return read.apply(context.readTree(parser));
        } catch (NoSuchElementException | IllegalArgumentException e) {
          return context.reportInputMismatch(type, "not a %s", type.getSimpleName());
        }
      }
    };
  }
}
