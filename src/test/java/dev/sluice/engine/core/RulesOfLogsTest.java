package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.RecordedLines;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The rules of logs")
class RulesOfLogsTest {
  @TempDir Path directory;
  private TestEngine test;

  @BeforeEach
  void start() throws Exception {
    test = TestEngine.start(directory);
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private List<LogLine> newestFirst(Operation operation) {
    return test.engine
        .readLogs(LogQuery.of(new LogQuery.OfOperation(operation.id()), 1_000))
        .lines();
  }

  @Test
  @DisplayName("R70 a failed operation's log holds why, and what the failed instance wrote last")
  void failed() {
    var version = test.serving();
    var operation = test.redeploy(version, configuration(variable("START", "fail-2")));
    assertEquals(Operation.State.ROLLED_BACK, operation.state());

    var lines = newestFirst(operation).reversed();

    var kept = lines.stream().filter(l -> l.text().startsWith("last words of ")).toList();
    assertEquals(1, kept.size(), lines::toString);
    var culprit = kept.getFirst().instance().orElseThrow();
    assertEquals("last words of " + culprit, kept.getFirst().text());
    assertEquals(Optional.empty(), kept.getFirst().at());
    var texts = lines.stream().map(LogLine::text).toList();
    int failed = texts.indexOf("start " + culprit + ": failed: exit code 3");
    assertTrue(texts.indexOf("start " + culprit + ": begun") < failed, lines::toString);
    assertEquals(failed - 1, texts.indexOf(kept.getFirst().text()));
    assertTrue(texts.get(texts.size() - 2).contains(operation.problem().orElseThrow().message()));
    assertEquals("ROLLED_BACK", texts.getLast());
  }

  @Test
  @DisplayName("R70 an operation is followed from its beginning to its end")
  void followed() {
    var version = test.serving();
    var operation =
        test.engine.redeploy(
            version, configuration(variable("READY", "never")), Optional.empty(), "why", false);
    var lines = new RecordedLines();

    try (var _ =
        test.engine.followLogs(
            LogQuery.of(new LogQuery.OfOperation(operation.id()), 1_000), lines)) {
      lines.await("REDEPLOY of shop-001 by tester: why");
      var _ = test.engine.cancelOperation(operation.id());
      lines.awaitEnd();
    }

    assertEquals("CANCELLED", lines.texts().getLast());
    assertEquals(newestFirst(test.await(operation)).reversed(), lines.lines());
  }

  @Test
  @DisplayName("R70 the log of an instance that is gone is read while it is kept")
  void gone() {
    var version = test.serving();
    var gone = new InstanceId("shop-001-i77");
    test.platform.write(gone, Instant.EPOCH, "kept");

    assertEquals(List.of("kept"), test.engine.tailLog(gone, 10));
    var all = test.engine.readLogs(LogQuery.of(new LogQuery.OfService(SHOP), 10)).lines();
    assertEquals(Optional.of(gone), all.getFirst().instance());
    assertEquals(Optional.of(version), all.getFirst().version());
  }
}
