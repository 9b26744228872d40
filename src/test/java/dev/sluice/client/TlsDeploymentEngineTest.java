package dev.sluice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.DeploymentEngineContract;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine behind TLS keeps the same contract as the engine itself, for whoever knows its
/// certificate, and only so long as it shows that one.
class TlsDeploymentEngineTest extends DeploymentEngineContract {
  private static final String OTHER = "wrongCertificate";

  @TempDir Path dataDir;
  @TempDir Path otherDir;

  private ServedEngine served;

  @BeforeEach
  void serve() throws IOException {
    served = ServedEngine.startWithTls(new FakeDeploymentEngine(), dataDir);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Override
  protected DeploymentEngine engine() {
    return served.client();
  }

  @Override
  protected void write(InstanceId instance, String... lines) {
    served.engine().writeLog(instance, lines);
  }

  @Override
  protected void count(VersionName version, long requests, long errors) {
    served.engine().countRequests(version, requests, errors);
  }

  private void changeCertificate() throws IOException {
    served.stopServer();
    served.startServer(ServedEngine.certificate(otherDir));
  }

  private static String await(LinkedBlockingQueue<String> told, String wanted)
      throws InterruptedException {
    String last = "";
    while (!last.equals(wanted)) {
      last = Optional.ofNullable(told.poll(30, TimeUnit.SECONDS)).orElseThrow();
    }
    return last;
  }

  @Test
  @DisplayName("a call to an engine whose certificate has changed is refused with what to do")
  void callRefused() throws Exception {
    var _ = served.client().info();
    changeCertificate();

    var problem = assertThrows(ProblemException.class, served.client()::info).problem();

    assertEquals(OTHER, problem.code());
    assertEquals(Problem.Kind.UNAUTHORIZED, problem.kind());
  }

  @Test
  @DisplayName(
      "who follows the events of an engine whose certificate has changed is told that, hears nothing"
          + " of it, and goes on when it is the right one again")
  void eventsRefused() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    var listener =
        new EventListener() {
          @Override
          public void onEvent(EngineEvent event) {
            told.add("event " + event.number());
          }

          @Override
          public void onConnected(boolean complete) {
            told.add("connected");
          }

          @Override
          public void onDisconnected(Problem problem) {
            told.add(problem.code());
          }
        };
    try (var _ = served.client().subscribe(Optional.empty(), listener)) {
      await(told, "connected");
      changeCertificate();
      await(told, OTHER);
      served.engine().createService(new ServiceName("shop"), true);
      served.stopServer();
      served.startServer(ServedEngine.certificate(dataDir));

      // The first thing after the refusal that is no refusal.
      String next = OTHER;
      while (next.equals(OTHER) || next.equals("engineUnreachable")) {
        next = Optional.ofNullable(told.poll(30, TimeUnit.SECONDS)).orElseThrow();
      }
      assertEquals("connected", next);
    }
  }

  @Test
  @DisplayName("who follows a log of an engine whose certificate has changed is told that")
  void logRefused() throws Exception {
    var version = new VersionName(new ServiceName("shop"), 1);
    var told = new LinkedBlockingQueue<String>();
    var listener =
        new LogListener() {
          @Override
          public void onLine(LogLine line, String cursor) {
            told.add(line.text());
          }

          @Override
          public void onEnd() {
            told.add("ended");
          }

          @Override
          public void onDisconnected(Problem problem) {
            told.add(problem.code());
          }
        };
    deploy(version);
    var instance = new InstanceId(version + "-i1");
    served.engine().writeLog(instance, "one");
    var query = LogQuery.of(new LogQuery.OfVersion(version), 10);
    try (var _ = served.client().followLogs(query, listener)) {
      await(told, "one");
      changeCertificate();
      await(told, OTHER);
      served.stopServer();
      served.startServer(ServedEngine.certificate(dataDir));
      served.engine().writeLog(instance, "two");

      await(told, "two");
    }
  }

  private void deploy(VersionName version) {
    served.engine().createService(version.service(), true);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("true"));
    var given = new NewVersion.Given(configuration, Optional.empty());
    var _ = served.engine().createVersion(version.service(), new NewVersion(given, 0, ""));
  }
}
