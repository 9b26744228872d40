package dev.sluice.platform.process;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform.InstanceSpec;
import dev.sluice.engine.port.Platform.Report;
import dev.sluice.platform.process.limits.RunGroups;
import dev.sluice.platform.process.os.ProcessEnder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// A platform with real processes on a directory of its own. Leaves none of them behind.
final class Workshop {
  static final VersionName VERSION = new VersionName(new ServiceName("shop"), 1);
  static final HealthCheck NO_PROBE = new HealthCheck(HealthCheck.Kind.NONE, "/", 0, 1, 1, 1, 3);

  final WatchedTable table = WatchedTable.ofThisComputer();
  final Path data;
  private final Path proc;
  final RecordedReports reports;
  final ProcessPlatform platform;
  private final Set<InstanceId> started = new HashSet<>();

  Workshop(Path data) {
    this(data, Path.of("/proc/self"));
  }

  /// @param proc says what control groups there are
  Workshop(Path data, Path proc) {
    this.data = data;
    this.proc = proc;
    this.reports = new RecordedReports();
    this.platform =
        new ProcessPlatform(
            data, System.getenv(), new Random(), InstantSource.system(), table, groups(data, proc));
    platform.onReport(reports);
  }

  private static RunGroups groups(Path data, Path proc) {
    return RunGroups.of(proc, Marks.of(data).engine(), data.resolve("cgroup"));
  }

  /// What a restarted engine has: a new platform on the same directory, with nothing remembered.
  Workshop restarted() {
    platform.close();
    var next = new Workshop(data, proc);
    next.started.addAll(started);
    return next;
  }

  static Configuration shell(String script) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(List.of("/bin/sh", "-c", script))
        .withHealth(NO_PROBE);
  }

  static InstanceSpec spec(String id, Configuration configuration) {
    return spec(id, 0, configuration);
  }

  static InstanceSpec spec(String id, int run, Configuration configuration) {
    return new InstanceSpec(
        new InstanceId(id),
        run,
        VERSION,
        Revision.FIRST,
        configuration,
        Optional.empty(),
        Optional.empty());
  }

  /// The same run as the engine knows it once it has committed the report.
  static InstanceSpec committed(InstanceSpec spec, Handle handle, Endpoint endpoint) {
    return new InstanceSpec(
        spec.id(),
        spec.run(),
        spec.version(),
        spec.revision(),
        spec.configuration(),
        Optional.of(handle),
        Optional.of(endpoint));
  }

  static InstanceSpec committed(InstanceSpec spec, Report.Started report) {
    return committed(spec, report.handle(), report.endpoint());
  }

  void run(InstanceSpec spec) {
    started.add(spec.id());
    platform.run(spec);
  }

  Report.Started start(InstanceSpec spec) {
    run(spec);
    return reports.await(spec.id(), Report.Started.class);
  }

  static long pid(Report.Started report) {
    return Long.parseLong(report.handle().shown());
  }

  List<String> log(InstanceSpec spec) {
    return platform.tailLog(spec.version(), spec.id(), 100);
  }

  void awaitLine(InstanceSpec spec, String line) {
    Eventually.holds("line " + line + " in " + log(spec), () -> log(spec).contains(line));
  }

  /// The line `<key> <value>` of the log.
  String logged(InstanceSpec spec, String key) {
    Eventually.holds(
        key + " in the log", () -> log(spec).stream().anyMatch(line -> line.startsWith(key + " ")));
    return log(spec).stream()
        .filter(line -> line.startsWith(key + " "))
        .findFirst()
        .orElseThrow()
        .substring(key.length() + 1);
  }

  boolean lives(long pid) {
    return table.identify(pid).isPresent();
  }

  void close() throws IOException, InterruptedException {
    platform.close();
    for (var id : started) {
      new ProcessEnder(table, Marks.of(data).of(id), Optional.empty()).end(Duration.ZERO);
    }
    var left = groups(data, proc);
    left.removeLeftovers((_, _) -> false);
    left.close();
  }
}
