package dev.sluice.platform.process.program;

import dev.sluice.engine.port.GatewayProcess;
import dev.sluice.platform.process.os.ProcessEnder;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The gateway as a process of its own, in its own session, which goes on when the engine ends. It
/// is known again by the pid in `gateway.pid` and by the data directory in its environment. One
/// that dies is started again at once by [Watched], also while there is no engine.
public final class GatewayDaemon implements GatewayProcess {
  private static final String MARK = "SLUICE_GATEWAY_OF";
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  /// One that was just started may not listen yet.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final ProcessTable table = ProcessTable.ofThisComputer();
  private final ReentrantLock lock = new ReentrantLock();
  private final Path pidFile;
  private final Map<String, String> marks;
  private final Supplier<List<String>> command;
  private final List<String> takeOver;
  private final Callable<OptionalLong> answering;
  private final BackgroundProgram program;

  /// The process that answered last; 0 before the first.
  private long known;

  /// @param data the engine's data directory; the log is `gateway.log` in it
  /// @param inherited our own environment, of which a small part is passed on
  /// @param command starts the gateway; asked anew each time, because one that chose its port
  ///   itself has to come back at the same
  /// @param takeOver arguments that make it take over from the gateway that runs
  /// @param answering the process that answers on the control channel now, if any; may fail
  public GatewayDaemon(
      Path data,
      Map<String, String> inherited,
      Supplier<List<String>> command,
      List<String> takeOver,
      Callable<OptionalLong> answering) {
    var directory = data.toAbsolutePath().normalize();
    this.pidFile = directory.resolve("gateway.pid");
    this.marks = Map.of(MARK, directory.toString());
    this.command = command;
    this.takeOver = List.copyOf(takeOver);
    this.answering = answering;
    this.program = new BackgroundProgram(table, "gateway", directory, inherited);
  }

  @Override
  public boolean ensureRunning() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!answers() && !(isThere() && answersSoon())) {
        // One that lives but does not answer holds the port that the next one needs.
        end(Duration.ofSeconds(1));
        start(command.get(), () -> answering.call().isPresent());
      }
      long before = known;
      known = pid();
      return known != before;
    } finally {
      lock.unlock();
    }
  }

  private boolean answers() throws InterruptedException {
    return BackgroundProgram.answers(() -> answering.call().isPresent());
  }

  private long pid() throws IOException {
    try {
      return answering.call().orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      throw new IOException("The gateway went away at once.", e);
    }
  }

  private void start(List<String> started, Callable<Boolean> serving)
      throws IOException, InterruptedException {
    var process = program.start(Watched.command(started), marks, program.log().file());
    try {
      program.await(process, serving, START_LIMIT);
    } catch (IOException | InterruptedException e) {
      endAlone(process);
      throw e;
    }
    var identity = table.identify(process.pid());
    if (identity.isPresent()) {
      note(identity.get());
    }
  }

  /// Not those that were started before; the watching shell first, or it would start another.
  private static void endAlone(Process process) {
    var started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void replace() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = pid();
      start(
          Stream.concat(command.get().stream(), takeOver.stream()).toList(),
          () -> answering.call().orElse(before) != before);
    } finally {
      lock.unlock();
    }
  }

  private void note(ProcessIdentity identity) throws IOException {
    var partial = pidFile.resolveSibling("gateway.pid.part");
    Files.writeString(partial, identity.text());
    Files.move(partial, pidFile, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean answersSoon() throws InterruptedException {
    long until = System.nanoTime() + ANSWER_LIMIT.toNanos();
    while (isThere() && System.nanoTime() - until < 0) {
      if (answers()) {
        return true;
      }
      Thread.sleep(PAUSE);
    }
    return false;
  }

  private boolean isThere() {
    return noted().isPresent() || table.findLeader(marks).isPresent();
  }

  private Optional<ProcessIdentity> noted() {
    try {
      return ProcessIdentity.parse(Files.readString(pidFile).strip())
          .filter(table::isAlive)
          .filter(process -> table.carries(process.pid(), marks));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void end(Duration grace) throws IOException, InterruptedException {
    new ProcessEnder(table, marks, noted()).end(grace);
    Files.deleteIfExists(pidFile);
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      end(GRACE);
    } finally {
      lock.unlock();
    }
  }
}
