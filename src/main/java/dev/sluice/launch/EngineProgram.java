package dev.sluice.launch;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.core.EngineClock;
import dev.sluice.engine.core.EngineCore;
import dev.sluice.engine.core.EngineParts;
import dev.sluice.engine.core.EventCodec;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.traffic.RoutePublisher;
import dev.sluice.platform.process.ProcessPlatform;
import dev.sluice.platform.process.program.ProgramCommand;
import dev.sluice.rest.AdminToken;
import dev.sluice.rest.ApiCertificate;
import dev.sluice.rest.ApiServer;
import dev.sluice.store.SqliteStore;
import dev.sluice.store.StoreUnusableException;
import dev.sluice.wire.EventJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// The engine with everything it is made of: built and started in order, stopped in reverse.
final class EngineProgram {
  private static final System.Logger LOG = System.getLogger(EngineProgram.class.getName());

  private final SqliteStore store;
  private final ProcessPlatform platform;
  private final EngineCore core;
  private final ApiServer api;
  private final ReadyLine ready;

  private EngineProgram(
      SqliteStore store,
      ProcessPlatform platform,
      EngineCore core,
      ApiServer api,
      ReadyLine ready) {
    this.store = store;
    this.platform = platform;
    this.core = core;
    this.api = api;
    this.ready = ready;
  }

  /// @throws IOException with a sentence, when something of it cannot be started; nothing is left
  ///   behind but a gateway that is already there
  static EngineProgram start(
      Path directory,
      ApiChoice choice,
      HostAndPort entry,
      @Nullable TlsEntry tls,
      @Nullable AccessLogChoice accessLog,
      EngineParts.Choices choices)
      throws IOException, InterruptedException {
    var store = SqliteStore.open(directory);
    try {
      var token = AdminToken.openOrCreate(directory);
      var apiEntry = choice.open(directory, hostName(), InstantSource.system());
      // Reading is work for the cores; finding the gateway and trying control groups is waiting.
      var loading = new FutureTask<>(store::load);
      Thread.ofPlatform().daemon().name("store-load").start(loading);
      var gateway = new GatewayOfEngine(directory, entry, tls, accessLog);
      var gatewayUrl = "http://" + gateway.start();
      var platform =
          new ProcessPlatform(
              directory, System.getenv(), new SecureRandom(), InstantSource.system());
      var contents = loaded(loading);
      var core =
          EngineCore.start(
              new EngineParts(
                  info(directory, gatewayUrl, platform),
                  store,
                  platform,
                  gateway.link(),
                  new RoutePublisher(gateway.link(), gateway.process(), contents.epoch()),
                  new Codec(),
                  EngineClock.ofThisComputer(),
                  choices),
              contents);
      var api =
          new ApiServer(
              core.as(System.getProperty("user.name")), gateway.link()::totals, apiEntry, token);
      String apiUrl = choice.url(apiEntry, api.start());
      var fingerprint = apiEntry.certificate().map(ApiCertificate::fingerprint);
      Thread.ofVirtual().name("store-examination").start(() -> examine(store));
      return new EngineProgram(
          store, platform, core, api, new ReadyLine(apiUrl, gatewayUrl, token.file(), fingerprint));
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Store.Contents loaded(Future<Store.Contents> loading) throws InterruptedException {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("reading throws nothing else", e);
    }
  }

  /// The rest of the look at the database that nobody waits for at a start (decision 0020).
  private static void examine(SqliteStore store) {
    try {
      store.examine();
    } catch (StoreUnusableException e) {
      LOG.log(ERROR, "Nothing is written down any more. {0}", e.getMessage());
    } catch (IOException e) {
      LOG.log(WARNING, "Whether the database is whole is not known. {0}", e.getMessage());
    }
  }

  private static EngineInfo info(Path directory, String gateway, ProcessPlatform platform) {
    return new EngineInfo(
        hostName(),
        "local",
        Main.version(),
        platform.name(),
        gateway,
        directory.toString(),
        ProgramCommand.of(System.getProperties()).sample(),
        platform.enforcement(),
        new ConfigurationRules(
            ResourceTable.DEFAULT, ConfigurationRules.MOST_INSTANCES, platform.artifactKinds()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  ReadyLine ready() {
    return ready;
  }

  /// Instances and gateway go on (R71).
  void stop() {
    try {
      api.stop();
      core.stop();
      platform.close();
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(WARNING, "The engine did not end cleanly; what it acknowledged is safe.", e);
    }
  }

  private static final class Codec implements EventCodec {
    private final EventJson json = new EventJson();

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
  }
}
