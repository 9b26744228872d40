package dev.sluice.engine.port;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Handle;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Somewhere to run instances. It starts, probes, watches and stops, and reports what it sees; it
/// decides nothing. Methods block and are called on virtual threads, from any number of them at
/// once.
public interface Platform extends AutoCloseable {

  /// For people and the API, for example `process`.
  String name();

  /// The kinds of [dev.sluice.domain.service.Artifact] it can run.
  Set<String> artifactKinds();

  /// Whom to tell what happens to instances; called once, before the first [#run]. Reports of one
  /// instance come in order; the listener returns at once.
  void onReport(ReportListener listener);

  /// Chooses an address for a new version (R7).
  ///
  /// @param port wanted
  /// @param taken addresses of all other versions
  /// @throws IOException when none can be had, with a sentence that says why
  Endpoint reserveAddress(VersionName version, int port, Set<Endpoint> taken) throws IOException;

  /// Takes bytes in, once per content.
  ///
  /// @return `sha256:…`
  /// @throws NoSpaceException when there is no room for them
  /// @throws TooLargeException when they are more than is taken
  String store(InputStream bytes) throws IOException;

  /// Whether everything `configuration` needs is there and unchanged (R57).
  ///
  /// @return a sentence that says what is missing; empty when all is well
  Optional<String> missing(Configuration configuration);

  /// Copies a file named by path in, so that its bytes stay what they are.
  ///
  /// @return the configuration with the artifact as an upload; unchanged for other artifacts
  /// @throws IOException with a sentence naming the path, when it cannot be read
  Configuration importArtifact(Configuration configuration) throws IOException;

  /// Fetches, unpacks or builds what instances of this revision need. Doing it twice does no harm.
  ///
  /// @throws BuildException when that is not possible; the message is for the operator (R16)
  void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException, IOException, InterruptedException;

  /// Makes sure an instance runs and is watched, and returns once it is started: takes over a
  /// process of this very run that is still there from an earlier engine, else starts one. Reports
  /// [Report.Started] in both cases, later [Report.Ready], [Report.Unready], [Report.Exited]. An
  /// instance that cannot be started is reported as [Report.Exited], not thrown.
  ///
  /// A run whose handle is known and which is gone is not started again but reported as exited.
  void run(InstanceSpec instance);

  /// Ends an instance: polite signal to the whole group, `grace`, kill (R62). Returns when no
  /// process of it is left; at once for one that is not running. No [Report.Exited] follows.
  void stop(InstanceSpec instance, Duration grace) throws IOException, InterruptedException;

  /// The last lines the instance wrote, oldest first; empty when nothing is known of it.
  List<String> tailLog(VersionName version, InstanceId instance, int limit);

  /// Instances of a version whose log is kept, running or gone.
  Set<InstanceId> logs(VersionName version);

  /// Reads what an instance has written up to now; nothing, when no log of it is kept (R70).
  LogReader readLog(VersionName version, InstanceId instance);

  /// What running instances use now; those that cannot be measured are absent.
  Map<InstanceId, Usage> usage();

  /// Deletes files of an instance that is gone.
  void forget(VersionName version, InstanceId instance);

  /// Deletes every file of a version that is gone, and the stored bytes it was made of (R60), but
  /// neither those named in `stillUsed` nor those that were stored or imported since they were last
  /// prepared.
  ///
  /// @param stillUsed the configurations that any version needs; asked for once, while this runs
  void forget(VersionName version, Supplier<Set<Configuration>> stillUsed);

  /// Deletes what is left of versions that are gone, also of those whose deletion a crash
  /// interrupted, and bytes that were stored a day ago and are used by nobody. May be called at any
  /// time.
  ///
  /// @param versions that there are; asked for after looking at what there is on the disk
  /// @param stillUsed likewise, the configurations that any of them still needs
  void tidy(Supplier<Set<VersionName>> versions, Supplier<Set<Configuration>> stillUsed);

  /// Stops watching; instances go on running (R71).
  @Override
  void close();

  /// @param run counts the runs of this instance from 0; a process belongs to exactly one
  /// @param handle of this run, when it was started already
  /// @param endpoint of this run, when it was started already
  /// @param configuration with secret values
  record InstanceSpec(
      InstanceId id,
      int run,
      VersionName version,
      Revision revision,
      Configuration configuration,
      Optional<Handle> handle,
      Optional<Endpoint> endpoint) {}

  /// @param cpuPercent of one core over the last seconds
  record Usage(double cpuPercent, int memoryMiB) {}

  /// Something seen of one run of an instance.
  sealed interface Report {
    InstanceId instance();

    /// Which run it is about; reports of earlier runs are to be ignored.
    int run();

    record Started(InstanceId instance, int run, Handle handle, Endpoint endpoint)
        implements Report {}

    /// Its probe succeeded often enough, never before the initial delay (R17).
    record Ready(InstanceId instance, int run) implements Report {}

    /// Was ready and its probe failed often enough.
    record Unready(InstanceId instance, int run, String reason) implements Report {}

    /// Ended by itself, or could not be started.
    ///
    /// @param how for an operator, for example `exit code 3` or `killed by signal 9`
    record Exited(InstanceId instance, int run, String how) implements Report {}
  }

  /// Hears reports.
  interface ReportListener {
    void onReport(VersionName version, Report report);
  }

  /// The artifact cannot be made to run; the message is for the operator.
  final class BuildException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    public BuildException(String message) {
      super(message);
    }
  }

  /// Bytes that are too many.
  final class TooLargeException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
      super(message);
    }
  }

  /// The disk is full.
  final class NoSpaceException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    public NoSpaceException(String message) {
      super(message);
    }
  }
}
