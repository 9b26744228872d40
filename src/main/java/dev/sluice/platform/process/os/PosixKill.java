package dev.sluice.platform.process.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The system call that the JDK lacks: a signal to a whole process group. Through the C library, or
/// through the program `kill` where native access is not allowed.
final class PosixKill {
  private static final System.Logger LOG = System.getLogger(PosixKill.class.getName());
  private static final long PROGRAM_LIMIT_SECONDS = 5;

  private final @Nullable MethodHandle kill = find();

  /// A group that is gone already is none of the caller's worry: it looks afterwards who is left.
  void signalGroup(long group, Signal signal) {
    if (group <= 1 || group > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not a process group: " + group);
    }
    if (kill == null) {
      signalByProgram(group, signal);
      return;
    }
    try {
      int _ = (int) kill.invokeExact((int) -group, signal.number());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("kill(2) cannot be called", e);
    }
  }

  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle find() {
    try {
      var linker = Linker.nativeLinker();
      var descriptor = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
      return linker
          .defaultLookup()
          .find("kill")
          .map(address -> linker.downcallHandle(address, descriptor))
          .orElse(null);
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.INFO, "Signals are sent by /bin/kill: " + e.getMessage());
      return null;
    }
  }

  private static void signalByProgram(long group, Signal signal) {
    var command = List.of("/bin/kill", "-" + signal.name(), "--", "-" + group);
    try {
      var program =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!program.waitFor(PROGRAM_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        program.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot send a signal: /bin/kill does not start", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
