package dev.sluice.wire;

import dev.sluice.domain.service.Artifact;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// `{kind: "command", directory?}`, `{kind: "archive"|"jar", upload|path}`, `{kind: "image", …}`.
final class ArtifactJson {
  private ArtifactJson() {}

  static void write(Artifact artifact, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("kind", artifact.kind());
    switch (artifact) {
      case Artifact.Command command ->
          command.directory().ifPresent(d -> out.writeStringProperty("directory", d));
      case Artifact.Archive archive -> write(archive.source(), out);
      case Artifact.Jar jar -> write(jar.source(), out);
      case Artifact.Image image -> {
        out.writeStringProperty("reference", image.reference());
        image.digest().ifPresent(d -> out.writeStringProperty("digest", d));
      }
    }
    out.writeEndObject();
  }

  private static void write(Artifact.Source source, JsonGenerator out) {
    switch (source) {
      case Artifact.Upload upload -> out.writeStringProperty("upload", upload.digest());
      case Artifact.Path path -> out.writeStringProperty("path", path.path());
    }
  }

  static Artifact read(JsonNode node) {
    return switch (node.path("kind").asString("")) {
      case "command" -> new Artifact.Command(text(node, "directory"));
      case "archive" -> new Artifact.Archive(source(node));
      case "jar" -> new Artifact.Jar(source(node));
      case "image" ->
          new Artifact.Image(text(node, "reference").orElseThrow(), text(node, "digest"));
      case String kind -> throw new IllegalArgumentException("unknown kind of artifact: " + kind);
    };
  }

  private static Artifact.Source source(JsonNode node) {
    return text(node, "upload")
        .<Artifact.Source>map(Artifact.Upload::new)
        .orElseGet(() -> new Artifact.Path(text(node, "path").orElseThrow()));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }
}
