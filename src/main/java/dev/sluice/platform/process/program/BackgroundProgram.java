package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.BoundedLog;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.DetachedStart.Program;
import dev.sluice.platform.process.os.InheritedEnvironment;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Starts a part of this program that outlives the one that starts it, and waits until it serves.
///
/// @param what for sentences, for example `gateway`
/// @param inherited our own environment, of which a small part is passed on
record BackgroundProgram(
    ProcessTable table, String what, Path directory, Map<String, String> inherited) {
  private static final int LAST_WORDS = 15;
  private static final Duration PAUSE = Duration.ofMillis(30);

  /// Standard output and error go to `<what>.log`, unless output is wanted elsewhere.
  Process start(List<String> command, Map<String, String> marks, Path output)
      throws IOException, InterruptedException {
    log().create();
    log().keepWithinBounds();
    var environment = InheritedEnvironment.of(inherited);
    environment.putAll(marks);
    return new DetachedStart(table)
        .start(new Program(command, environment, directory, output, log().file()));
  }

  BoundedLog log() {
    return new BoundedLog(directory.resolve(what + ".log"));
  }

  /// @throws IOException when the process ends or time is up first, with its last words
  void await(Process process, Callable<Boolean> serving, Duration limit)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!answers(serving)) {
      if (!process.isAlive()) {
        throw failed("ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() - until > 0) {
        throw failed("did not answer within " + limit.toSeconds() + " s");
      }
      Thread.sleep(PAUSE);
    }
  }

  static boolean answers(Callable<Boolean> serving) throws InterruptedException {
    try {
      return serving.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception _) {
      // A part that does not answer is what is being waited out.
      return false;
    }
  }

  private IOException failed(String how) {
    var words = String.join("\n", log().tail(LAST_WORDS));
    return new IOException(
        "The "
            + what
            + " "
            + how
            + (words.isBlank() ? ". It said nothing in " : ". Its last words in ")
            + log().file()
            + (words.isBlank() ? "." : ":\n" + words));
  }
}
