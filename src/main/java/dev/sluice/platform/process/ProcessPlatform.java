package dev.sluice.platform.process;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.artifact.Unpacker;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Instances as processes on this computer. They belong to no engine process: each leads its own
/// session, writes to its own files, and is taken over by the next engine on the same data
/// directory (R71). An instance has to stay in the foreground; what it leaves behind when it ends
/// is ended too.
public final class ProcessPlatform implements Platform {
  private static final System.Logger LOG = System.getLogger(ProcessPlatform.class.getName());

  private final InstanceFiles files;
  private final ArtifactStore artifacts;
  private final Preparation preparation;
  private final AddressPicker addresses;
  private final RunKeeper runs;
  private final UsageMeter usage;
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
    var ports = new PortPicker(random);
    var marks = Marks.of(data);
    var directory = data.toAbsolutePath().normalize();
    files = new InstanceFiles(directory);
    artifacts = new ArtifactStore(directory.resolve("artifacts"), clock);
    preparation = new Preparation(files, artifacts, new Unpacker());
    addresses = new AddressPicker(random, ports);
    var program = new InstanceProgram(files, artifacts, marks, Map.copyOf(inherited));
    var starter = new DetachedStart(table);
    runs =
        new RunKeeper(
            table, new InstanceStart(table, starter, files, program, preparation, ports, marks));
    usage = new UsageMeter(table);
    watch =
        Thread.ofVirtual()
            .name("process watch")
            .start(new Watch(table, files, runs::running, runs::onGone));
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<String> artifactKinds() {
    return Set.of("command", "archive", "jar");
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
    return files.log(version, instance).tail(limit);
  }

  @Override
  public Map<InstanceId, Usage> usage() {
    return usage.measure(runs.running());
  }

  @Override
  public void forget(VersionName version, InstanceId instance) {
    runs.forget(instance);
    try {
      preparation.forget(version, instance);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Files of instance " + instance + " are left", e);
    }
  }

  @Override
  public void forget(VersionName version, Set<Configuration> stillUsed) {
    try {
      preparation.forget(version, stillUsed);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Files of version " + version + " are left", e);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    runs.close();
  }
}
