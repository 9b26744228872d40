package dev.sluice.wire.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes and reads the records of this package, each as one line.
public final class ControlJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          // An older gateway must understand a newer engine, and the other way round.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ControlJson() {}

  /// @return one line, without its end
  public static String write(Object message) {
    return MAPPER.writeValueAsString(message);
  }

  /// @throws IOException when `line` isn't such a message
  public static <T> T read(String line, Class<T> type) throws IOException {
    try {
      return MAPPER.readValue(line, type);
    } catch (JacksonException e) {
      throw new IOException("not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /// @throws IOException when the file can't be read or holds no such message
  public static <T> T read(Path file, Class<T> type) throws IOException {
    return read(Files.readString(file), type);
  }
}
