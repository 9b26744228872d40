package dev.sluice.console.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.EngineState;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.ProblemException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchDeletionTest {
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  private EngineState state() {
    var state = EngineState.connecting(Instant.EPOCH);
    for (EngineEvent event : engine.events()) {
      state = state.after(event);
    }
    return state;
  }

  @Test
  @DisplayName("R59 each version has its own outcome, and one refusal does not stop the rest")
  void outcomes() {
    Fixtures.service(engine, "shop", 2);
    var deletion = new BatchDeletion(List.of(Fixtures.SHOP_1, Fixtures.SHOP_2));
    assertFalse(deletion.isOver());
    for (var version : List.of(Fixtures.SHOP_1, Fixtures.SHOP_2)) {
      try {
        deletion.accepted(version, engine.deleteVersion(version).id());
      } catch (ProblemException e) {
        deletion.refused(version, e.problem());
      }
    }

    deletion.follow(state());

    var rows = deletion.rows();
    assertInstanceOf(BatchDeletion.Outcome.Refused.class, rows.get(0).outcome());
    assertInstanceOf(BatchDeletion.Outcome.Deleted.class, rows.get(1).outcome());
    assertTrue(deletion.isOver());
    assertEquals(1, deletion.deleted());
  }
}
