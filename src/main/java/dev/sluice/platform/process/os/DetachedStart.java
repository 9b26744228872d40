package dev.sluice.platform.process.os;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts programs that outlive this one: in their own session and process group, with no pipe to
/// us. The argument list goes to the program as it is; no shell sees it.
public final class DetachedStart {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
  private static final Duration OWN_GROUP_LIMIT = Duration.ofSeconds(10);

  private final ProcessTable table;
  private final Optional<Path> setsid = SETSID.stream().filter(Files::isExecutable).findFirst();

  public DetachedStart(ProcessTable table) {
    this.table = table;
  }

  /// @param command the program as a path, and its arguments
  /// @param environment all of it; nothing of ours is added
  /// @param output appended to, as is `errors`; may be one and the same
  public record Program(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path output,
      Path errors) {
    public Program withCommand(List<String> newCommand) {
      return new Program(newCommand, environment, directory, output, errors);
    }
  }

  /// Returns once the program leads its own group (from then on it can be signalled and found by
  /// its environment), or has ended.
  ///
  /// @throws IOException when it cannot be started
  public Process start(Program program) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (LinuxProcessTable.isHere()) {
      command.add(
          setsid
              .orElseThrow(
                  () -> new IOException("The program setsid is missing; install util-linux."))
              .toString());
    }
    command.addAll(program.command());
    var builder = new ProcessBuilder(command).directory(program.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    builder.redirectInput(Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")));
    builder.redirectOutput(Redirect.appendTo(program.output().toFile()));
    if (program.errors().equals(program.output())) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(Redirect.appendTo(program.errors().toFile()));
    }
    var process = builder.start();
    awaitOwnGroup(process);
    return process;
  }

  /// Between fork and setsid(2) the child is still in our own group, where a signal would hit us.
  private void awaitOwnGroup(Process process) throws IOException, InterruptedException {
    long limit = System.nanoTime() + OWN_GROUP_LIMIT.toNanos();
    while (process.isAlive() && !table.leads(process.pid())) {
      if (System.nanoTime() - limit > 0) {
        process.destroyForcibly();
        throw new IOException("The process did not get a session of its own in time.");
      }
      Thread.sleep(1);
    }
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }
}
