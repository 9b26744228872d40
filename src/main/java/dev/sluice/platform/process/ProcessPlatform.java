package dev.sluice.platform.process;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.LogReader;
import dev.sluice.engine.port.Platform;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.artifact.Unpacker;
import dev.sluice.platform.process.limits.RunGroups;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Instances as processes on this computer. They belong to no engine process: each leads its own
/// session, writes to its own files, and is taken over by the next engine on the same data
/// directory (R71). An instance has to stay in the foreground; what it leaves behind when it ends
/// is ended too.
public final class ProcessPlatform implements Platform {
  private static final System.Logger LOG = System.getLogger(ProcessPlatform.class.getName());

  private final InstanceLogs logs;
  private final ArtifactStore artifacts;
  private final Preparation preparation;
  private final AddressPicker addresses;
  private final RunKeeper runs;
  private final UsageMeter usage;
  private final RunGroups groups;
  private final Thread watch;

  /// Starts watching at once, but nothing is there to watch before the first [#run].
  ///
  /// @param data the engine's data directory, held by nobody else
  /// @param inherited our own environment, of which instances see a small part
  /// @param clock for the age of files only
  public ProcessPlatform(
      Path data, Map<String, String> inherited, RandomGenerator random, InstantSource clock) {
    this(data, inherited, random, clock, ProcessTable.ofThisComputer());
  }

  /// @param table by which everything is learnt of processes, and signals are sent
  public ProcessPlatform(
      Path data,
      Map<String, String> inherited,
      RandomGenerator random,
      InstantSource clock,
      ProcessTable table) {
    this(
        data,
        inherited,
        random,
        clock,
        table,
        RunGroups.ofThisComputer(Marks.of(data).engine(), data.resolve("cgroup")));
  }

  ProcessPlatform(
      Path data,
      Map<String, String> inherited,
      RandomGenerator random,
      InstantSource clock,
      ProcessTable table,
      RunGroups groups) {
    this.groups = groups;
    var ports = new PortPicker(random);
    var marks = Marks.of(data);
    groups.removeLeftovers((instance, run) -> isCarried(table, marks.of(instance, run)));
    var directory = data.toAbsolutePath().normalize();
    var files = new InstanceFiles(directory);
    logs = new InstanceLogs(files);
    artifacts = new ArtifactStore(directory.resolve("artifacts"), clock);
    preparation = new Preparation(files, artifacts, new Unpacker());
    addresses = new AddressPicker(random, ports);
    var program = new InstanceProgram(files, artifacts, marks, Map.copyOf(inherited));
    var starter = new DetachedStart(table);
    runs =
        new RunKeeper(
            table,
            new InstanceStart(
                table, starter, files, logs, program, preparation, ports, marks, groups));
    usage = new UsageMeter(table);
    watch =
        Thread.ofVirtual()
            .name("process watch")
            .start(
                new Watch(
                    table, logs, runs::running, runs::onGone, new MemoryWatch(table, groups)));
  }

  /// By any process, also by one that is only on its way to a session of its own.
  private static boolean isCarried(ProcessTable table, Map<String, String> marks) {
    return table.findLeader(marks).isPresent() || table.isStarting(marks);
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<String> artifactKinds() {
    return Set.of("command", "archive", "jar");
  }

  /// Whether instances are held to their CPU and memory.
  public Enforcement enforcement() {
    return groups.enforcement();
  }

  @Override
  public void onReport(ReportListener listener) {
    runs.onReport(listener);
  }

  @Override
  public Endpoint reserveAddress(VersionName version, int port, Set<Endpoint> taken)
      throws IOException {
    return addresses.reserve(port, taken);
  }

  @Override
  public String store(InputStream bytes) throws IOException {
    return artifacts.store(bytes);
  }

  @Override
  public Optional<String> missing(Configuration configuration) {
    return preparation.missing(configuration);
  }

  @Override
  public Configuration importArtifact(Configuration configuration) throws IOException {
    return preparation.importArtifact(configuration);
  }

  @Override
  public void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException, IOException {
    preparation.adopt(configuration);
    preparation.prepare(version, revision, configuration);
  }

  @Override
  public void run(InstanceSpec instance) {
    try {
      runs.run(instance);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop(InstanceSpec instance, Duration grace) throws IOException, InterruptedException {
    runs.stop(instance, grace);
  }

  @Override
  public List<String> tailLog(VersionName version, InstanceId instance, int limit) {
    var reader = readLog(version, instance);
    var newestFirst = new ArrayList<String>();
    var line = reader.before(reader.end());
    while (line.isPresent() && newestFirst.size() < limit) {
      newestFirst.add(line.get().text());
      line = reader.before(line.get().start());
    }
    return List.copyOf(newestFirst.reversed());
  }

  @Override
  public Set<InstanceId> logs(VersionName version) {
    try {
      return logs.kept(version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LogReader readLog(VersionName version, InstanceId instance) {
    try {
      return logs.of(version, instance).reader();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<InstanceId, Usage> usage() {
    return usage.measure(runs.running());
  }

  @Override
  public void forget(VersionName version, InstanceId instance) {
    runs.forget(instance);
    logs.forget(version, instance);
    try {
      preparation.forget(version, instance);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Files of instance " + instance + " are left", e);
    }
  }

  @Override
  public void forget(VersionName version, Supplier<Set<Configuration>> stillUsed) {
    logs.forget(version);
    try {
      preparation.forget(version, stillUsed);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Files of version " + version + " are left", e);
    }
  }

  @Override
  public void tidy(Supplier<Set<VersionName>> versions, Supplier<Set<Configuration>> stillUsed) {
    try {
      preparation.tidy(versions, stillUsed);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Files that nobody uses are left", e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    runs.close();
    groups.close();
  }
}
