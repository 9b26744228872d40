package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.platform.process.os.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The process of one run and where it listens, written next to its log right after it was started.
/// It closes the gap between start and commit: an engine killed there finds the process again
/// (R71).
record RunRecord(long pid, long start, String boot, int revision, String host, int port) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static RunRecord of(ProcessIdentity process, int revision, Endpoint endpoint) {
    return new RunRecord(
        process.pid(), process.start(), process.boot(), revision, endpoint.host(), endpoint.port());
  }

  /// Empty when there is none that can be read.
  static Optional<RunRecord> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), RunRecord.class));
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    var partial = file.resolveSibling(file.getFileName() + ".part");
    Files.write(partial, JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  ProcessIdentity process() {
    return new ProcessIdentity(pid, start, boot);
  }

  Endpoint endpoint() {
    return new Endpoint(host, port);
  }
}
