package dev.sluice.engine.core;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.LogReader;
import dev.sluice.engine.port.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A platform as one life of an engine sees it, with points around everything that changes
/// something and before every report.
///
/// @param router whose table must not hold an instance that is ended (R45)
record MortalPlatform(Platform platform, Incarnation life, FakeRouter router) implements Platform {
  @Override
  public String name() {
    return platform.name();
  }

  @Override
  public Set<String> artifactKinds() {
    return platform.artifactKinds();
  }

  @Override
  public void onReport(ReportListener listener) {
    platform.onReport(
        (version, report) -> {
          life.point("report " + report.getClass().getSimpleName() + " of " + report.instance());
          listener.onReport(version, report);
        });
  }

  @Override
  public Endpoint reserveAddress(VersionName version, int port, Set<Endpoint> taken)
      throws IOException {
    return life.pass(() -> platform.reserveAddress(version, port, taken));
  }

  @Override
  public String store(InputStream bytes) throws IOException {
    return life.pass(() -> platform.store(bytes));
  }

  @Override
  public Optional<String> missing(Configuration configuration) {
    return life.pass(() -> platform.missing(configuration));
  }

  @Override
  public Configuration importArtifact(Configuration configuration) throws IOException {
    return life.pass(() -> platform.importArtifact(configuration));
  }

  @Override
  public void prepare(VersionName version, Revision revision, Configuration configuration)
      throws BuildException, IOException, InterruptedException {
    life.point("before prepare");
    life.enter();
    try {
      platform.prepare(version, revision, configuration);
    } finally {
      life.leave();
    }
    life.point("after prepare");
  }

  @Override
  public void run(InstanceSpec instance) {
    life.count(
        "run " + instance.id(),
        () -> {
          platform.run(instance);
          return true;
        });
  }

  @Override
  public void stop(InstanceSpec instance, Duration grace) throws IOException, InterruptedException {
    life.point("before stop " + instance.id());
    life.enter();
    try {
      router.mustNotHold(instance.id());
      platform.stop(instance, grace);
    } finally {
      life.leave();
    }
    life.point("after stop " + instance.id());
  }

  @Override
  public List<String> tailLog(VersionName version, InstanceId instance, int limit) {
    return life.pass(() -> platform.tailLog(version, instance, limit));
  }

  @Override
  public Map<InstanceId, Usage> usage() {
    return life.pass(platform::usage);
  }

  @Override
  public void forget(VersionName version, InstanceId instance) {
    life.count(
        "forget " + instance,
        () -> {
          platform.forget(version, instance);
          return true;
        });
  }

  @Override
  public void forget(VersionName version, Supplier<Set<Configuration>> stillUsed) {
    life.count(
        "forget " + version,
        () -> {
          platform.forget(version, stillUsed);
          return true;
        });
  }

  @Override
  public void tidy(Supplier<Set<VersionName>> versions, Supplier<Set<Configuration>> stillUsed) {
    platform.tidy(versions, stillUsed);
  }

  @Override
  public void close() {
    platform.close();
  }

  @Override
  public Set<InstanceId> logs(VersionName version) {
    return life.pass(() -> platform.logs(version));
  }

  @Override
  public LogReader readLog(VersionName version, InstanceId instance) {
    return life.pass(() -> platform.readLog(version, instance));
  }
}
