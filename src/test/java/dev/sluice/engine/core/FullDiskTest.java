package dev.sluice.engine.core;

import static dev.sluice.engine.core.TestEngine.SHOP;
import static dev.sluice.engine.core.TestEngine.configuration;
import static dev.sluice.engine.core.TestEngine.percent;
import static dev.sluice.engine.core.TestEngine.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine whose database may not grow any more.
class FullDiskTest {
  private static final int PLENTY = 1_000_000;

  @TempDir Path directory;
  private TestEngine test;
  private VersionName first;
  private VersionName second;

  @BeforeEach
  void serve() throws IOException {
    test = TestEngine.start(directory);
    first = test.serving();
    second = test.deploy(0, configuration());
  }

  @AfterEach
  void close() {
    test.close();
  }

  /// Until not even the smallest change can be written.
  private void fill() throws SQLException {
    test.store.limitPages(1);
    for (int i = 0; i < 100_000; i++) {
      boolean isPublic = i % 2 == 0;
      try {
        var _ = test.engine.changePublicAccess(SHOP, isPublic);
      } catch (ProblemException e) {
        assertEquals(Problem.Kind.NO_SPACE, e.problem().kind());
        return;
      }
    }
    throw new AssertionError("the database was never full");
  }

  private static void refused(Runnable call) {
    var problem = assertThrows(ProblemException.class, call::run).problem();
    assertEquals(Problem.Kind.NO_SPACE, problem.kind(), problem.toString());
    assertTrue(problem.detail().contains("full"), problem.detail());
  }

  @Test
  @DisplayName(
      "R73 on a full disk every change is refused before anything is done, and is said why")
  void refuses() throws SQLException {
    fill();
    var started = List.copyOf(test.platform.started);
    var running = Set.copyOf(test.platform.running.keySet());
    var tables = List.copyOf(test.router.tables);
    var traffic = test.engine.getTraffic(SHOP);
    var draft = configuration(variable("A", "1"));

    refused(
        () -> test.engine.setTraffic(SHOP, percent(first, 0, second, 100), Optional.empty(), ""));
    refused(() -> test.engine.redeploy(first, draft, Optional.empty(), "", false));
    refused(() -> test.engine.restart(first, ""));
    refused(() -> test.engine.freeze(SHOP, ""));
    refused(() -> test.engine.deleteVersion(second));
    refused(() -> test.deploy(100, configuration()));

    assertEquals(traffic, test.engine.getTraffic(SHOP));
    assertEquals(tables, test.router.tables);
    assertEquals(started, test.platform.started);
    assertEquals(running, test.platform.running.keySet());
    assertEquals(VersionView.State.NORMAL, test.engine.getVersion(first).state());
  }

  @Test
  @DisplayName("R61 what happens while the disk is full is worked in, in order, once there is room")
  void catchesUp() throws SQLException {
    fill();
    var gone = test.engine.listInstances(first).getFirst().id();
    test.platform.exit(gone, "exit code 3");
    // A command that comes later is not taken before what was seen is written.
    refused(() -> test.engine.restart(second, ""));
    assertEquals(VersionView.State.NORMAL, test.engine.getVersion(first).state());

    test.store.limitPages(PLENTY);
    test.await(first, view -> view.state() == VersionView.State.DEGRADED);
    test.await(first, view -> view.state() == VersionView.State.NORMAL);
    assertEquals(2, test.engine.getVersion(first).instances().ready());
    var restarted = test.await(test.engine.restart(second, ""));
    assertEquals(Operation.State.SUCCEEDED, restarted.state());
  }
}
