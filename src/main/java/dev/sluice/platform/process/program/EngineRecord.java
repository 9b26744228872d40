package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What stands in the lock file: who holds the directory, and where it serves once it does.
///
/// @param fingerprint of the API's certificate; null without TLS
record EngineRecord(
    long pid,
    long start,
    String boot,
    String api,
    String gateway,
    String tokenFile,
    @Nullable String fingerprint) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static EngineRecord of(ProcessIdentity self, Optional<RunningEngine> serving) {
    return new EngineRecord(
        self.pid(),
        self.start(),
        self.boot(),
        serving.map(RunningEngine::api).orElse(""),
        serving.map(RunningEngine::gateway).orElse(""),
        serving.map(engine -> engine.tokenFile().toString()).orElse(""),
        serving.flatMap(RunningEngine::fingerprint).orElse(null));
  }

  /// Empty when nothing can be read, as for a moment while it is being written.
  static Optional<EngineRecord> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), EngineRecord.class));
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
  }

  ProcessIdentity process() {
    return new ProcessIdentity(pid, start, boot);
  }

  Optional<RunningEngine> running() {
    return api.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RunningEngine(
                pid, api, gateway, Path.of(tokenFile), Optional.ofNullable(fingerprint)));
  }
}
