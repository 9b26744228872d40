package dev.sluice.console.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OperationRecordTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final ServiceName SHOP = new ServiceName("shop");

  private final Texts texts = new Texts(Language.ENGLISH);
  private final Moments moments = new Moments(texts, InstantSource.fixed(NOON), ZoneOffset.UTC);

  /// A redeploy of four instances, of which `done` are replaced, one every ten seconds.
  private static Operation redeploy(Operation.State state, int done) {
    var steps = new ArrayList<Operation.Step>();
    for (int i = 0; i < done; i++) {
      steps.add(
          new Operation.Step(
              "start shop-001-i" + (i + 5),
              Operation.StepState.DONE,
              NOON.plusSeconds(i * 10L),
              Optional.of(NOON.plusSeconds(i * 10L + 10)),
              Optional.empty()));
    }
    boolean failed = state == Operation.State.ROLLED_BACK;
    return new Operation(
        new OperationId("op-000007"),
        Operation.Kind.REDEPLOY,
        SHOP,
        Optional.of(new VersionName(SHOP, 1)),
        Optional.empty(),
        state,
        new Operation.Progress(done, 4),
        steps,
        failed
            ? Optional.of(new Failure("exited", "shop-001-i6 ended with exit code 1"))
            : Optional.empty(),
        "ada",
        "campaign",
        Optional.of("environment.LABEL: –\nresources.cpu: 0.5"),
        Optional.of("environment.LABEL: autumn\nresources.cpu: 1"),
        failed ? List.of("no connection to the database") : List.of(),
        NOON,
        state.isFinal() ? Optional.of(NOON.plusSeconds(90)) : Optional.empty());
  }

  private static Optional<Long> left(Operation operation, int seconds) {
    return OperationProgress.of(EngineState.connecting(NOON), operation)
        .left(NOON.plusSeconds(seconds))
        .map(Duration::toSeconds);
  }

  @Test
  @DisplayName("the time left follows from the pace so far, and is unknown before there is a pace")
  void left() {
    assertEquals(Optional.empty(), left(redeploy(Operation.State.RUNNING, 0), 5));
    assertEquals(Optional.of(30L), left(redeploy(Operation.State.RUNNING, 1), 10));
    assertEquals(Optional.of(25L), left(redeploy(Operation.State.RUNNING, 1), 15));
    assertEquals(Optional.of(10L), left(redeploy(Operation.State.RUNNING, 3), 30));
    assertEquals(
        Optional.of(0L), left(redeploy(Operation.State.RUNNING, 3), 70), "never less than nothing");
    assertEquals(Optional.empty(), left(redeploy(Operation.State.PAUSED, 2), 25));
    assertEquals(Optional.empty(), left(redeploy(Operation.State.SUCCEEDED, 4), 90));
  }

  @Test
  @DisplayName("R68 what a redeploy changes is told field by field, with both values")
  void changes() {
    assertEquals(
        List.of("environment.LABEL: – → autumn", "resources.cpu: 0.5 → 1"),
        OperationWords.changes(redeploy(Operation.State.RUNNING, 1)));
  }

  @Test
  @DisplayName("R51 what a failed redeploy wanted is compared as any two configurations are")
  void compared() {
    var entries = RecordedChanges.of(redeploy(Operation.State.ROLLED_BACK, 1));
    assertEquals(
        List.of(
            new DiffEntry(
                "environment.LABEL",
                "run",
                DiffEntry.Change.ADDED,
                Optional.empty(),
                Optional.of("autumn"),
                false),
            new DiffEntry(
                "resources.cpu",
                "resources",
                DiffEntry.Change.CHANGED,
                Optional.of("0.5"),
                Optional.of("1"),
                false)),
        entries);
  }

  @Test
  @DisplayName(
      "R39 the report of a failure says what failed, what was tried, what was restored, and"
          + " has the last words; as Markdown and as plain text")
  void report() {
    var report = new OperationReport(texts, moments);
    var failed = redeploy(Operation.State.ROLLED_BACK, 1);
    assertEquals(
        """
        # Redeploy of shop-001

        - State: Rolled back
        - Operation: `op-000007`
        - Started by: ada
        - Remark: campaign
        - Started: Mar 1, 2026 12:00:00
        - Duration: 1 min 30 s

        ## What failed

        shop-001-i6 ended with exit code 1 (`exited`)

        Every instance of shop-001 is back on the configuration it had before. Traffic, address and history are as they were.

        ## What it changes

        - `environment.LABEL: – → autumn`
        - `resources.cpu: 0.5 → 1`

        ## Steps

        - 12:00:00 Start shop-001-i5 – done

        ## Kept log of the instance that failed first

        ```
        no connection to the database
        ```
        """,
        report.of(failed));
    var plain = report.plain(failed);
    assertFalse(plain.contains("#") || plain.contains("`"), plain);
    assertEquals("Redeploy of shop-001", plain.lines().findFirst().orElseThrow());
  }
}
