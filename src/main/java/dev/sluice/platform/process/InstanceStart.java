package dev.sluice.platform.process;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.engine.port.Platform.BuildException;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.platform.process.limits.RunGroups;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.DetachedStart.Program;
import dev.sluice.platform.process.os.ProcessEnder;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Gets the process of a run: the one that is there already, else a new one.
record InstanceStart(
    ProcessTable table,
    DetachedStart starter,
    InstanceFiles files,
    InstanceLogs logs,
    InstanceProgram program,
    Preparation preparation,
    PortPicker ports,
    Marks marks,
    RunGroups groups) {

  /// Some slices of a busy core.
  private static final Duration LEADING_LIMIT = Duration.ofSeconds(2);

  private static final Duration LEADING_PAUSE = Duration.ofMillis(5);

  /// A process that runs.
  ///
  /// @param child the same process, when this engine started it
  record Running(ProcessIdentity process, Endpoint endpoint, Optional<Process> child) {}

  /// The process whose handle the engine has noted. It is taken over only if pid, start, boot and
  /// the run named in its environment all agree (R71), or its control group where a program has
  /// written over its environment.
  Optional<Running> takeOver(InstanceSpec spec) {
    var identity = spec.handle().flatMap(handle -> ProcessIdentity.parse(handle.identity()));
    var endpoint = spec.endpoint().or(() -> noted(spec).map(RunRecord::endpoint));
    return identity
        .filter(process -> isOurs(process, spec))
        .flatMap(process -> endpoint.map(at -> new Running(process, at, Optional.empty())));
  }

  /// A process of this run that the engine knows nothing of: it was killed between start and
  /// commit.
  Optional<Running> findUnnoted(InstanceSpec spec) throws InterruptedException {
    if (isNew(spec)) {
      return Optional.empty();
    }
    var noted = noted(spec).filter(run -> isOurs(run.process(), spec));
    if (noted.isPresent()) {
      var run = noted.get();
      return Optional.of(new Running(run.process(), run.endpoint(), Optional.empty()));
    }
    var leader = awaitLeader(marks.of(spec));
    if (leader.isEmpty()) {
      return Optional.empty();
    }
    return table
        .identify(leader.getAsLong())
        .flatMap(
            process -> endpoint(process).map(at -> new Running(process, at, Optional.empty())));
  }

  /// An engine that starts while the process is still on its way to a session of its own waits for
  /// it. Else it would start a second one.
  private OptionalLong awaitLeader(Map<String, String> run) throws InterruptedException {
    long limit = System.nanoTime() + LEADING_LIMIT.toNanos();
    var leader = table.findLeader(run);
    while (leader.isEmpty() && System.nanoTime() - limit < 0) {
      if (!table.isStarting(run)) {
        // There is none, or it has come to lead just now.
        return table.findLeader(run);
      }
      Thread.sleep(LEADING_PAUSE);
      leader = table.findLeader(run);
    }
    return leader;
  }

  /// Nothing of it was ever started, because its directory is made before. Spares the search
  /// through all processes of the computer, which every instance of a redeploy would wait for.
  private boolean isNew(InstanceSpec spec) {
    return Files.notExists(files.instance(spec.version(), spec.id()));
  }

  private Optional<RunRecord> noted(InstanceSpec spec) {
    return RunRecord.read(files.runRecord(spec.version(), spec.id(), spec.run()));
  }

  private boolean isOurs(ProcessIdentity process, InstanceSpec spec) {
    long pid = process.pid();
    return table.isAlive(process)
        && (table.carries(pid, Marks.ofRun(spec))
            || (table.hasOverwrittenVariables(pid) && isKnownOtherwise(pid, spec)));
  }

  /// By the control group that it was started in; without one, because it leads as all that we
  /// start does, and nobody else has this pid and this start.
  private boolean isKnownOtherwise(long pid, InstanceSpec spec) {
    return groups.holds(spec.id(), spec.run())
        ? groups.processes(spec.id(), spec.run()).contains(pid)
        : table.leads(pid);
  }

  private Optional<Endpoint> endpoint(ProcessIdentity process) {
    return table
        .variable(process.pid(), "PORT")
        .filter(port -> port.matches("[1-9][0-9]{0,4}"))
        .map(port -> new Endpoint("127.0.0.1", Integer.parseInt(port)));
  }

  /// Starts a new process, after ending whatever an earlier run of the instance left behind.
  ///
  /// @throws IOException with a sentence for the operator, when it cannot be started
  Running start(InstanceSpec spec) throws IOException, InterruptedException {
    if (!isNew(spec)) {
      endAll(spec, Optional.empty(), Duration.ZERO);
    }
    var endpoint = new Endpoint("127.0.0.1", ports.pick());
    Files.createDirectories(files.instance(spec.version(), spec.id()));
    logs.of(spec.version(), spec.id()).create();
    try {
      preparation.prepare(spec.version(), spec.revision(), spec.configuration());
    } catch (BuildException e) {
      throw new IOException(e.getMessage(), e);
    }
    var child = startInGroup(spec, program.of(spec, endpoint));
    var identity = table.identify(child.pid()).orElse(new ProcessIdentity(child.pid(), 0, "-"));
    try {
      RunRecord.of(identity, spec.revision().value(), endpoint)
          .write(files.runRecord(spec.version(), spec.id(), spec.run()));
    } catch (IOException e) {
      endRun(spec);
      throw e;
    }
    return new Running(identity, endpoint, Optional.of(child));
  }

  private Process startInGroup(InstanceSpec spec, Program plain)
      throws IOException, InterruptedException {
    var resources = spec.configuration().resources();
    var command = groups.enter(spec.id(), spec.run(), resources, plain.command());
    try {
      return starter.start(plain.withCommand(command));
    } catch (IOException e) {
      groups.remove(spec.id(), spec.run());
      throw e;
    }
  }

  /// Ends every process of the instance, whatever run it belongs to.
  void endAll(InstanceSpec spec, Optional<ProcessIdentity> leader, Duration grace)
      throws IOException, InterruptedException {
    new ProcessEnder(table, marks.of(spec.id()), leader, () -> groups.processes(spec.id()))
        .end(grace);
    groups.remove(spec.id());
  }

  /// Ends what is left of one run.
  void endRun(InstanceSpec spec) throws IOException, InterruptedException {
    new ProcessEnder(
            table, marks.of(spec), Optional.empty(), () -> groups.processes(spec.id(), spec.run()))
        .end(Duration.ZERO);
    groups.remove(spec.id(), spec.run());
  }

  /// How a run ended, in an operator's words; the kernel says of a process that it killed for want
  /// of memory only that it was killed. To be asked before the rest of the run is ended.
  String explain(InstanceSpec spec, String how) {
    if (!groups.ranOutOfMemory(spec.id(), spec.run())) {
      return how;
    }
    String killed =
        "killed: it used more than its %d MiB of memory"
            .formatted(spec.configuration().resources().memoryMiB());
    return how.equals(WatchedRun.KILLED) ? killed : how + "; a process of it was " + killed;
  }
}
