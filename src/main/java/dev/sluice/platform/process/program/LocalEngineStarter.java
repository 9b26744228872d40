package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Finds the engine of this computer, or starts it as a process that outlives the console.
public final class LocalEngineStarter {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ProgramCommand program;
  private final Map<String, String> inherited;

  /// @param inherited our own environment, of which a small part is passed on
  public LocalEngineStarter(ProgramCommand program, Map<String, String> inherited) {
    this.program = program;
    this.inherited = Map.copyOf(inherited);
  }

  /// The running engine of this data directory, started now if there is none.
  ///
  /// @param listen `HOST:PORT` for the API of a new one
  /// @param gateway `HOST:PORT` for the gateway of a new one
  /// @throws IOException when it does not serve within 30 s, with the last words of its log
  public RunningEngine ensureRunning(DataDirectory data, String listen, String gateway)
      throws IOException, InterruptedException {
    var running = data.running();
    return running.isPresent() ? running.get() : start(data, listen, gateway);
  }

  private RunningEngine start(DataDirectory data, String listen, String gateway)
      throws IOException, InterruptedException {
    var table = ProcessTable.ofThisComputer();
    var background = new BackgroundProgram(table, "engine", data.path(), inherited);
    // A file, because the engine goes on writing when the console is gone.
    var output = data.path().resolve("engine.out");
    Files.write(
        output, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    var process = background.start(program.engine(data.path(), listen, gateway), Map.of(), output);
    try {
      background.await(process, () -> ready(output, process.pid()).isPresent(), LIMIT);
    } catch (IOException e) {
      // Somebody else may have started one at the same moment, which now holds the directory.
      var other = data.running();
      if (other.isPresent()) {
        return other.get();
      }
      process.destroy();
      throw e;
    } catch (InterruptedException e) {
      process.destroy();
      throw e;
    }
    return ready(output, process.pid()).orElseThrow();
  }

  /// The line an engine prints when it serves.
  private record ReadyLine(
      boolean ready, String api, String gateway, String tokenFile, @Nullable String fingerprint) {
    RunningEngine engine(long pid) {
      return new RunningEngine(
          pid, api, gateway, Path.of(tokenFile), Optional.ofNullable(fingerprint));
    }
  }

  private static Optional<RunningEngine> ready(Path output, long pid) throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .flatMap(line -> parse(line).stream())
        .map(line -> line.engine(pid))
        .findFirst();
  }

  private static Optional<ReadyLine> parse(String line) {
    try {
      return Optional.of(JSON.readValue(line, ReadyLine.class)).filter(ReadyLine::ready);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
