package dev.sluice.platform.process.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Wraps a command so that what dies is started again at once, by nobody but a waiting shell: it
/// needs a megabyte, and no engine (decision 0014).
///
/// What ends by itself, with an exit code of its own, or is asked to (SIGTERM), is not started
/// again: a gateway whose port is taken has to say so, once.
final class Watched {
  private static final Path SHELL = Path.of("/bin/sh");

  /// The shell waits for what it watches also when both are asked to end, or nobody would take note
  /// of that one's end. 3 is a JVM out of memory, 128 + n one that died of signal n: ABRT, BUS,
  /// FPE, KILL, SEGV. One that lives for less than three seconds is started again a second later
  /// only.
  private static final String LOOP =
      """
      trap : TERM INT HUP
      while :; do
        begun=$(date +%s)
        "$@"
        code=$?
        case $code in
          3 | 134 | 135 | 136 | 137 | 139) ;;
          *) exit $code ;;
        esac
        echo "It died (exit code $code) and is started again." >&2
        [ $(($(date +%s) - begun)) -ge 3 ] || sleep 1
      done
      """;

  private Watched() {}

  /// The same command where there is no shell.
  static List<String> command(List<String> command) {
    if (!Files.isExecutable(SHELL)) {
      return command;
    }
    var watched = new ArrayList<>(List.of(SHELL.toString(), "-c", LOOP, "sluice-gateway"));
    watched.addAll(command);
    return watched;
  }
}
