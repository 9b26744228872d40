package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.BoundedLog;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.InheritedEnvironment;
import dev.sluice.platform.process.os.ProcessEnder;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A part of this program that runs as a process of its own and outlives the one that starts it.
///
/// @param role `engine` or `gateway`
/// @param dataDirectory it belongs to; its log is kept there
/// @param command that starts it
public record Daemon(String role, Path dataDirectory, List<String> command) {
  private static final int LAST_WORDS = 12;
  private static final long LOOK_MILLIS = 20;

  public Daemon {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    command = List.copyOf(command);
  }

  /// Says whether the process does what it is for.
  public interface Check {
    boolean isReady() throws IOException, InterruptedException;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @throws IOException with the process's last words, when it ends or is not ready in time
  public void start(Check check, Duration limit) throws IOException, InterruptedException {
    var log = log();
    log.create();
    log.keepWithinBounds();
    var environment = InheritedEnvironment.of(System.getenv());
    environment.putAll(marks());
    var table = ProcessTable.ofThisComputer();
    var program =
        new DetachedStart.Program(command, environment, dataDirectory, log.file(), log.file());
    var process = new DetachedStart(table).start(program);
    long until = System.nanoTime() + limit.toNanos();
    while (!check.isReady()) {
      if (!process.isAlive()) {
        throw new IOException("The %s ended at once. %s".formatted(role, lastWords()));
      }
      if (System.nanoTime() - until > 0) {
        end(Duration.ZERO);
        throw new IOException(
            "The %s was not ready within %d s. %s".formatted(role, limit.toSeconds(), lastWords()));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /// Ends every process of this role and data directory; at once when there is none.
  public void end(Duration grace) throws IOException, InterruptedException {
    new ProcessEnder(ProcessTable.ofThisComputer(), marks(), Optional.empty()).end(grace);
  }

  private Map<String, String> marks() {
    return Map.of("SLUICE_ROLE", role, "SLUICE_DATA", dataDirectory.toString());
  }

  private String lastWords() {
    var lines = log().tail(LAST_WORDS);
    return lines.isEmpty() ? "It said nothing." : "It said: " + String.join(" / ", lines);
  }

  private BoundedLog log() {
    return new BoundedLog(dataDirectory.resolve(role + ".log"));
  }
}
