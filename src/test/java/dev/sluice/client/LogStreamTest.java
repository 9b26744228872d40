package dev.sluice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogListener;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.RecordedLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogStreamTest {
  private static final VersionName VERSION = new VersionName(new ServiceName("shop"), 1);
  private static final InstanceId INSTANCE = new InstanceId("shop-001-i1");
  @TempDir Path dataDir;
  private ServedEngine served;

  @BeforeEach
  void serve() throws IOException {
    served = ServedEngine.start(new FakeDeploymentEngine(), dataDir);
    served.engine().createService(VERSION.service(), true);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("true"));
    var given = new NewVersion.Given(configuration, Optional.empty());
    var _ = served.engine().createVersion(VERSION.service(), new NewVersion(given, 0, ""));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  /// Also tells that the engine was lost.
  private record Lossy(RecordedLines lines, CountDownLatch lost) implements LogListener {
    @Override
    public void onLine(LogLine line, String cursor) {
      lines.onLine(line, cursor);
    }

    @Override
    public void onEnd() {
      lines.onEnd();
    }

    @Override
    public void onDisconnected(Problem problem) {
      lost.countDown();
    }
  }

  @Test
  @DisplayName(
      "R70 whoever follows a log over HTTP misses nothing and gets nothing twice, although"
          + " the engine was away")
  void connectsAgain() throws Exception {
    served.engine().writeLog(INSTANCE, "one", "two");
    var listener = new Lossy(new RecordedLines(), new CountDownLatch(1));
    var query = LogQuery.of(new LogQuery.OfVersion(VERSION), 10);

    try (var _ = served.client().followLogs(query, listener)) {
      listener.lines().await("two");
      served.stopServer();
      assertEquals(true, listener.lost().await(30, TimeUnit.SECONDS));
      served.engine().writeLog(INSTANCE, "three");
      served.startServer();
      listener.lines().await("three");
      served.engine().writeLog(INSTANCE, "four");

      assertEquals(List.of("one", "two", "three", "four"), listener.lines().await("four"));
    }
  }

  @Test
  @DisplayName("R70 a log that is gone when the engine is back has ended")
  void gone() throws Exception {
    served.engine().writeLog(INSTANCE, "one");
    var listener = new Lossy(new RecordedLines(), new CountDownLatch(1));
    var query = LogQuery.of(new LogQuery.OfVersion(VERSION), 10);

    try (var _ = served.client().followLogs(query, listener)) {
      listener.lines().await("one");
      served.stopServer();
      assertEquals(true, listener.lost().await(30, TimeUnit.SECONDS));
      var _ = served.engine().deleteVersion(VERSION);
      served.startServer();

      listener.lines().awaitEnd();
    }
  }
}
