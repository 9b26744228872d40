package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Enforcement;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.domain.service.Roll;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.VersionView;
import dev.sluice.engine.port.Platform;
import dev.sluice.engine.traffic.RoutePublisher;
import dev.sluice.store.SqliteStore;
import dev.sluice.wire.EventJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// An engine on a real database, with a platform and a gateway that are played.
public final class TestEngine implements AutoCloseable {
  public static final ServiceName SHOP = new ServiceName("shop");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  final FakePlatform platform;
  final FakeRouter router = new FakeRouter();
  public final DeploymentEngine engine;
  public final SqliteStore store;
  private final EngineCore core;

  private TestEngine(
      Path directory, FakePlatform platform, EngineInfo info, EngineParts.Choices choices)
      throws IOException {
    this(directory, platform, info, choices, EngineClock.ofThisComputer());
  }

  private TestEngine(
      Path directory,
      FakePlatform platform,
      EngineInfo info,
      EngineParts.Choices choices,
      EngineClock clock)
      throws IOException {
    this.platform = platform;
    this.store = SqliteStore.open(directory);
    var contents = store.load();
    var publisher = new RoutePublisher(router, router, contents.epoch());
    this.core =
        EngineCore.start(
            new EngineParts(info, store, platform, router, publisher, codec(), clock, choices),
            contents);
    this.engine = core.as("tester");
  }

  public static TestEngine start(Path directory) throws IOException {
    return start(directory, new FakePlatform());
  }

  /// @param platform may be that of an engine before, with its instances running
  static TestEngine start(Path directory, FakePlatform platform) throws IOException {
    return new TestEngine(directory, platform, info(platform), EngineParts.Choices.USUAL);
  }

  /// @param resources that the engine offers from now on
  static TestEngine start(Path directory, FakePlatform platform, ResourceTable resources)
      throws IOException {
    return new TestEngine(
        directory, platform, info(platform, resources), EngineParts.Choices.USUAL);
  }

  /// One with a clock that can be set.
  static TestEngine at(EngineClock clock, Path directory) throws IOException {
    var platform = new FakePlatform();
    return new TestEngine(directory, platform, info(platform), EngineParts.Choices.USUAL, clock);
  }

  /// One in which a version that may sleep does so at the first look.
  static TestEngine sleepy(Path directory) throws IOException {
    var platform = new FakePlatform();
    return new TestEngine(
        directory, platform, info(platform), new EngineParts.Choices(Duration.ZERO, true));
  }

  /// One whose gateway's answers name neither version nor revision.
  static TestEngine unnamed(Path directory) throws IOException {
    var platform = new FakePlatform();
    var choices = new EngineParts.Choices(EngineParts.Choices.USUAL.idleTime(), false);
    return new TestEngine(directory, platform, info(platform), choices);
  }

  /// Waits until the version looks as it should.
  VersionView await(VersionName version, Predicate<VersionView> expected) {
    var changes = new Semaphore(0);
    try (var _ =
        engine.subscribe(
            Optional.empty(),
            new EventListener() {
              @Override
              public void onConnected(boolean complete) {
                changes.release();
              }

              @Override
              public void onEvent(EngineEvent event) {
                changes.release();
              }

              @Override
              public void onDisconnected(Problem problem) {
                // Never, in process.
              }
            })) {
      while (true) {
        var view = engine.getVersion(version);
        if (expected.test(view)) {
          return view;
        }
        if (!changes.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("stays " + view);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static EngineInfo info(Platform platform) {
    return info(platform, ResourceTable.DEFAULT);
  }

  private static EngineInfo info(Platform platform, ResourceTable resources) {
    var rules =
        new ConfigurationRules(
            resources, ConfigurationRules.MOST_INSTANCES, platform.artifactKinds());
    var limits = new Enforcement(Enforcement.Mode.WATCHED, "nothing runs here");
    return new EngineInfo(
        "test", "local", "0", "fake", "http://g", "d", List.of("run"), limits, rules);
  }

  static EventCodec codec() {
    var json = new EventJson();
    return new EventCodec() {
      @Override
      public String type(EngineEvent.Change change) {
        return json.type(change);
      }

      @Override
      public String write(EngineEvent.Change change) {
        return json.write(change);
      }

      @Override
      public EngineEvent.Change read(String type, String payload) {
        return json.read(type, payload);
      }
    };
  }

  public static Configuration configuration(EnvironmentVariable... variables) {
    return Configuration.of(new Artifact.Command(Optional.empty()))
        .withCommand(List.of("serve"))
        .withScaling(Scaling.fixed(2))
        .withHealth(new HealthCheck(HealthCheck.Kind.NONE, "/", 0, 1, 1, 1, 3))
        .withRoll(new Roll(1, true, 0, 10))
        .withEnvironment(List.of(variables));
  }

  static EnvironmentVariable variable(String name, String value) {
    return EnvironmentVariable.plain(name, value);
  }

  /// A service with one version that serves everything.
  public VersionName serving(EnvironmentVariable... variables) {
    engine.createService(SHOP, true);
    return deploy(100, configuration(variables));
  }

  public VersionName deploy(int startTraffic, Configuration configuration) {
    var operation =
        engine.createVersion(
            SHOP,
            new NewVersion(
                new NewVersion.Given(configuration, Optional.empty()), startTraffic, ""));
    return await(operation).version().orElseThrow();
  }

  public Operation await(Operation operation) {
    var ended = engine.awaitOperation(operation.id(), LIMIT);
    if (!ended.state().isFinal()) {
      throw new AssertionError("did not end: " + ended);
    }
    return ended;
  }

  public Operation redeploy(VersionName version, Configuration draft) {
    return await(engine.redeploy(version, draft, Optional.empty(), "because", false));
  }

  /// As the load of a version would.
  void scale(VersionName version, int wanted) {
    core.scale(version, wanted);
  }

  static TrafficPolicy percent(Object... versionsAndShares) {
    var shares = new TreeMap<VersionName, Percent>();
    for (int i = 0; i < versionsAndShares.length; i += 2) {
      shares.put((VersionName) versionsAndShares[i], new Percent((int) versionsAndShares[i + 1]));
    }
    return new TrafficPolicy.ByPercent(shares);
  }

  Set<Configuration> runningConfigurations(VersionName version) {
    return Set.copyOf(new ArrayList<>(platform.configurationsOf(version)));
  }

  /// As after `kill -9`: nothing is told to anybody, the instances stay.
  @Override
  public void close() {
    try {
      core.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
