package dev.sluice.platform.process;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform;
import dev.sluice.platform.process.artifact.ArtifactStore;
import dev.sluice.platform.process.artifact.JarCheck;
import dev.sluice.platform.process.artifact.Unpacker;
import dev.sluice.platform.process.os.DetachedStart;
import dev.sluice.platform.process.os.ProcessEnder;
import dev.sluice.platform.process.os.ProcessIdentity;
import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Runs instances as processes of this computer.
///
/// A process is known by *marks* in its environment: the data directory, the instance, the run.
/// They tell our processes from others', also from those of another engine on the same computer,
/// and are checked before every signal.
public final class ProcessPlatform implements Platform {
  private static final System.Logger LOG = System.getLogger(ProcessPlatform.class.getName());
  private static final Duration LOOK_AT_LOGS = Duration.ofSeconds(2);

  private final Path dataDirectory;
  private final ProcessTable table = ProcessTable.ofThisComputer();
  private final DetachedStart starter = new DetachedStart(table);
  private final InstanceFiles files;
  private final ArtifactStore artifacts;
  private final RunCommand commands;
  private final Ports ports;
  private final Addresses addresses;
  private final UsageMeter meter = new UsageMeter(table);
  private final Map<InstanceId, Watch> watches = new ConcurrentHashMap<>();
  private final Thread logKeeper = Thread.ofVirtual().name("log-keeper").unstarted(this::keepLogs);
  private volatile ReportListener listener = (_, _) -> {};

  /// @param dataDirectory of the engine; instances' files are kept below it
  /// @param environment of the engine, of which instances see a small part
  public ProcessPlatform(
      Path dataDirectory,
      Map<String, String> environment,
      InstantSource clock,
      RandomGenerator random) {
    this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
    this.files = new InstanceFiles(this.dataDirectory);
    this.artifacts = new ArtifactStore(this.dataDirectory.resolve("artifacts"), clock);
    this.commands = new RunCommand(files, artifacts, Map.copyOf(environment));
    this.ports = new Ports(random);
    this.addresses = new Addresses(random);
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
  public void onReport(ReportListener newListener) {
    listener = newListener;
    logKeeper.start();
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
    return switch (configuration.artifact()) {
      case Artifact.Command command ->
          command
              .directory()
              .filter(directory -> !isDirectory(directory))
              .map("The directory %s is not there."::formatted);
      case Artifact.Archive archive -> missing(archive.source());
      case Artifact.Jar jar -> missing(jar.source());
      case Artifact.Image _ -> Optional.of("Images cannot run as processes.");
    };
  }

  private static boolean isDirectory(String directory) {
    try {
      return Files.isDirectory(Path.of(directory));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Optional<String> missing(Artifact.Source source) {
    return switch (source) {
      case Artifact.Upload upload -> artifacts.missing(upload.digest());
      case Artifact.Path path ->
          Files.isReadable(Path.of(path.path()))
              ? Optional.empty()
              : Optional.of("The file %s cannot be read.".formatted(path.path()));
    };
  }

  @Override
  public Configuration importArtifact(Configuration configuration) throws IOException {
    return switch (configuration.artifact()) {
      case Artifact.Archive(Artifact.Path path) ->
          configuration.withArtifact(new Artifact.Archive(imported(path)));
      case Artifact.Jar(Artifact.Path path) ->
          configuration.withArtifact(new Artifact.Jar(imported(path)));
      case Artifact.Archive _, Artifact.Jar _, Artifact.Command _, Artifact.Image _ ->
          configuration;
    };
  }

  private Artifact.Upload imported(Artifact.Path path) throws IOException {
    try (var bytes = Files.newInputStream(Path.of(path.path()))) {
      return new Artifact.Upload(artifacts.store(bytes));
    } catch (NoSpaceException e) {
      throw e;
    } catch (IOException | InvalidPathException e) {
      throw new IOException("The file %s cannot be read.".formatted(path.path()), e);
    }
  }

  @Override
  public void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException, IOException {
    switch (configuration.artifact()) {
      case Artifact.Archive archive ->
          new Unpacker()
              .unpack(
                  artifacts.path(RunCommand.digest(archive.source())),
                  files.unpacked(version, revision));
      case Artifact.Jar jar -> JarCheck.check(artifacts.path(RunCommand.digest(jar.source())));
      case Artifact.Command _ -> {
        // Runs as it stands.
      }
      case Artifact.Image _ -> throw new BuildException("Images cannot run as processes.");
    }
  }

  @Override
  public void run(InstanceSpec instance) {
    var known = watches.get(instance.id());
    if (known != null && known.instance().run() == instance.run()) {
      known.tellStarted();
      return;
    }
    try {
      if (!takeOver(instance)) {
        start(instance);
      }
    } catch (IOException e) {
      report(instance, new Report.Exited(instance.id(), instance.run(), sentence(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /// @return false when the run was never started
  private boolean takeOver(InstanceSpec instance) throws IOException {
    var marks = marks(instance);
    if (instance.handle().isPresent()) {
      var process =
          ProcessIdentity.parse(instance.handle().get().identity())
              .filter(table::isAlive)
              .filter(identity -> table.carries(identity.pid(), marks))
              .orElseThrow(() -> new IOException("it was gone when the engine came back"));
      watch(instance, process, instance.endpoint().orElseThrow(), Optional.empty());
      return true;
    }
    var leader = table.findLeader(marks);
    var port = files.notedPort(instance.version(), instance.id(), instance.run());
    if (leader.isEmpty() || port.isEmpty()) {
      return false;
    }
    var process = table.identify(leader.getAsLong());
    process.ifPresent(
        identity ->
            watch(
                instance, identity, new Endpoint("127.0.0.1", port.getAsInt()), Optional.empty()));
    return process.isPresent();
  }

  private void start(InstanceSpec instance) throws IOException, InterruptedException {
    int port = ports.take();
    files.notePort(instance.version(), instance.id(), instance.run(), port);
    files.log(instance.version(), instance.id()).create();
    var process = starter.start(commands.of(instance, port, marks(instance)));
    var identity = table.identify(process.pid());
    if (identity.isEmpty()) {
      report(
          instance,
          new Report.Exited(instance.id(), instance.run(), Watch.describe(process.waitFor())));
      return;
    }
    watch(instance, identity.get(), new Endpoint("127.0.0.1", port), Optional.of(process));
  }

  private void watch(
      InstanceSpec instance, ProcessIdentity process, Endpoint endpoint, Optional<Process> child) {
    var watch =
        new Watch(instance, table, process, endpoint, child, report -> report(instance, report));
    watches.put(instance.id(), watch);
    watch.begin();
  }

  private void report(InstanceSpec instance, Report report) {
    listener.onReport(instance.version(), report);
  }

  @Override
  public void stop(InstanceSpec instance, Duration grace) throws IOException, InterruptedException {
    var watch = watches.remove(instance.id());
    if (watch != null) {
      watch.cease();
    }
    var leader =
        Optional.ofNullable(watch)
            .map(Watch::process)
            .or(() -> instance.handle().flatMap(h -> ProcessIdentity.parse(h.identity())))
            .filter(process -> table.carries(process.pid(), ofInstance(instance.id())));
    new ProcessEnder(table, ofInstance(instance.id()), leader).end(grace);
  }

  private Map<String, String> marks(InstanceSpec instance) {
    var marks = new HashMap<>(ofInstance(instance.id()));
    marks.put("SLUICE_RUN", Integer.toString(instance.run()));
    return marks;
  }

  /// Every run of an instance, of this engine only.
  private Map<String, String> ofInstance(InstanceId instance) {
    return Map.of("SLUICE_INSTANCE", instance.value(), "SLUICE_DATA", dataDirectory.toString());
  }

  @Override
  public List<String> tailLog(VersionName version, InstanceId instance, int limit) {
    return files.log(version, instance).tail(limit);
  }

  @Override
  public Map<InstanceId, Usage> usage() {
    var groups = new HashMap<InstanceId, Long>();
    watches.forEach((id, watch) -> groups.put(id, watch.process().pid()));
    return meter.measure(groups);
  }

  @Override
  public void forget(VersionName version, InstanceId instance) {
    try {
      files.delete(version, instance);
    } catch (IOException e) {
      LOG.log(WARNING, "Files of {0} are left over: {1}", instance, e.getMessage());
    }
  }

  @Override
  public void forget(VersionName version, Set<Configuration> stillUsed) {
    var used = new HashSet<String>();
    stillUsed.forEach(configuration -> digest(configuration).ifPresent(used::add));
    try {
      files.delete(version);
      artifacts.forget(Set.of(), used);
    } catch (IOException e) {
      LOG.log(WARNING, "Files of {0} are left over: {1}", version, e.getMessage());
    }
  }

  private static Optional<String> digest(Configuration configuration) {
    return switch (configuration.artifact()) {
      case Artifact.Archive(Artifact.Upload upload) -> Optional.of(upload.digest());
      case Artifact.Jar(Artifact.Upload upload) -> Optional.of(upload.digest());
      case Artifact.Archive _, Artifact.Jar _, Artifact.Command _, Artifact.Image _ ->
          Optional.empty();
    };
  }

  private void keepLogs() {
    try {
      while (true) {
        Thread.sleep(LOOK_AT_LOGS);
        for (var watch : watches.values()) {
          var instance = watch.instance();
          files.log(instance.version(), instance.id()).keepWithinBounds();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(WARNING, "Logs cannot be kept within bounds: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    logKeeper.interrupt();
    watches.values().forEach(Watch::cease);
    watches.clear();
  }
}
