package dev.sluice.engine.core;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.logs.ListedLog;
import dev.sluice.engine.port.LogReader;
import dev.sluice.engine.port.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A platform without processes: instances become ready at once, unless their configuration says
/// otherwise by a variable: `BUILD=fail`, `START=fail-N` (the N-th instance started of a revision
/// exits), `START=fail-from-2` (all but the first exit), `READY=never`.
final class FakePlatform implements Platform {
  static final int MOST_STORED = 2_000_000;

  final Map<InstanceId, InstanceSpec> running = new ConcurrentHashMap<>();
  final List<InstanceId> started = new CopyOnWriteArrayList<>();

  /// Instances that were started while a process of theirs was there.
  final List<InstanceId> startedTwice = new CopyOnWriteArrayList<>();

  final Map<InstanceId, Usage> usage = new ConcurrentHashMap<>();
  volatile Optional<String> missing = Optional.empty();
  volatile boolean logsAreUnreadable;
  private final Map<InstanceId, ListedLog> logs = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> starts = new ConcurrentHashMap<>();
  private final AtomicInteger ports = new AtomicInteger(20_000);
  private final AtomicInteger hosts = new AtomicInteger();
  private final AtomicBoolean failsNext = new AtomicBoolean();
  private final AtomicBoolean holdsNext = new AtomicBoolean();
  private volatile ReportListener listener = (_, _) -> {};

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> artifactKinds() {
    return Set.of("command", "archive", "jar");
  }

  @Override
  public void onReport(ReportListener newListener) {
    listener = newListener;
  }

  @Override
  public Endpoint reserveAddress(VersionName version, int port, Set<Endpoint> taken)
      throws IOException {
    if (port < 1024) {
      throw new IOException("port %d is for administrators".formatted(port));
    }
    return new Endpoint("127.64.0." + hosts.incrementAndGet(), port);
  }

  @Override
  public String store(InputStream bytes) throws IOException {
    try {
      var all = bytes.readNBytes(MOST_STORED + 1);
      if (all.length > MOST_STORED) {
        throw new TooLargeException("The artifact is larger than %d bytes.".formatted(MOST_STORED));
      }
      var digest = MessageDigest.getInstance("SHA-256").digest(all);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Optional<String> missing(Configuration configuration) {
    return missing;
  }

  @Override
  public Configuration importArtifact(Configuration configuration) {
    return configuration;
  }

  @Override
  public void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException {
    if (value(configuration, "BUILD").equals("fail")) {
      throw new BuildException("the archive is not a zip file");
    }
    if (value(configuration, "BUILD").equals("crash")) {
      throw new IllegalStateException("nobody thought of that");
    }
  }

  /// As the contract says: a process of this very run is taken over, also one whose handle no
  /// engine had the time to note.
  @Override
  public void run(InstanceSpec instance) {
    var known = running.get(instance.id());
    if (known != null && known.run() == instance.run()) {
      announce(known);
    } else if (instance.handle().isPresent()) {
      report(instance, new Report.Exited(instance.id(), instance.run(), "gone"));
    } else {
      start(instance);
    }
  }

  private void start(InstanceSpec instance) {
    started.add(instance.id());
    int nth =
        starts
            .computeIfAbsent(
                instance.version() + "@" + instance.revision(), _ -> new AtomicInteger())
            .incrementAndGet();
    var process =
        new InstanceSpec(
            instance.id(),
            instance.run(),
            instance.version(),
            instance.revision(),
            instance.configuration(),
            Optional.of(new Handle("p" + nth, instance.id().value())),
            Optional.of(new Endpoint("127.0.0.1", ports.incrementAndGet())));
    if (running.containsKey(instance.id())) {
      startedTwice.add(instance.id());
    }
    if (fails(instance.configuration(), nth) || failsNext.getAndSet(false)) {
      // It ends whether or not anybody is there to hear of it.
      running.remove(instance.id());
      reportStarted(process);
      report(process, new Report.Exited(process.id(), process.run(), "exit code 3"));
    } else {
      running.put(instance.id(), process);
      announce(process);
    }
  }

  private static boolean fails(Configuration configuration, int nth) {
    String wanted = value(configuration, "START");
    return wanted.equals("fail-" + nth) || (wanted.equals("fail-from-2") && nth >= 2);
  }

  private void announce(InstanceSpec process) {
    reportStarted(process);
    if (!value(process.configuration(), "READY").equals("never") && !holdsNext.getAndSet(false)) {
      report(process, new Report.Ready(process.id(), process.run()));
    }
  }

  private void reportStarted(InstanceSpec process) {
    report(
        process,
        new Report.Started(
            process.id(),
            process.run(),
            process.handle().orElseThrow(),
            process.endpoint().orElseThrow()));
  }

  /// Whatever is started next never becomes ready.
  void holdNextStart() {
    holdsNext.set(true);
  }

  /// Whatever is started next exits.
  void failNextStart() {
    failsNext.set(true);
  }

  /// The instance ends by itself.
  void exit(InstanceId id, String how) {
    var instance = running.remove(id);
    if (instance != null) {
      report(instance, new Report.Exited(id, instance.run(), how));
    }
  }

  private void report(InstanceSpec instance, Report report) {
    listener.onReport(instance.version(), report);
  }

  @Override
  public void stop(InstanceSpec instance, Duration grace) {
    running.remove(instance.id());
  }

  @Override
  public List<String> tailLog(VersionName version, InstanceId instance, int limit) {
    if (logsAreUnreadable) {
      throw new UncheckedIOException(new IOException("Input/output error"));
    }
    return List.of("last words of " + instance);
  }

  void write(InstanceId instance, Instant at, String line) {
    logs.computeIfAbsent(instance, _ -> new ListedLog()).write(at, line);
  }

  @Override
  public Set<InstanceId> logs(VersionName version) {
    return logs.keySet().stream()
        .filter(instance -> instance.value().startsWith(version + "-"))
        .collect(Collectors.toSet());
  }

  @Override
  public LogReader readLog(VersionName version, InstanceId instance) {
    return logs.getOrDefault(instance, new ListedLog()).reader();
  }

  @Override
  public Map<InstanceId, Usage> usage() {
    return Map.copyOf(usage);
  }

  @Override
  public void forget(VersionName version, InstanceId instance) {
    logs.remove(instance);
  }

  @Override
  public void forget(VersionName version, Supplier<Set<Configuration>> stillUsed) {
    logs(version).forEach(logs::remove);
  }

  @Override
  public void tidy(Supplier<Set<VersionName>> versions, Supplier<Set<Configuration>> stillUsed) {
    throw new UnsupportedOperationException("nothing is on a disk");
  }

  List<Configuration> configurationsOf(VersionName version) {
    var found = new ArrayList<Configuration>();
    running.values().stream()
        .filter(i -> i.version().equals(version))
        .forEach(i -> found.add(i.configuration()));
    return found;
  }

  private static String value(Configuration configuration, String name) {
    return configuration.environment().stream()
        .filter(variable -> variable.name().equals(name))
        .findFirst()
        .flatMap(EnvironmentVariable::value)
        .orElse("");
  }

  @Override
  public void close() {
    // Watches nothing.
  }
}
