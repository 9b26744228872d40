package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.Fixtures;
import dev.sluice.console.fx.EngineState;
import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OperationNoticesTest {
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();

  private EngineState state() {
    var state = EngineState.connecting(Instant.EPOCH);
    for (var event : engine.events()) {
      state = state.after(event);
    }
    return state;
  }

  @Test
  @DisplayName("an operation is told of once, when it ends, and never when it was over before")
  void ended() {
    Fixtures.service(engine, "shop", 1);
    var before = state();
    engine.setPace(FakeDeploymentEngine.Pace.ON_COMMAND);
    var operation = engine.restart(Fixtures.SHOP_1, "");
    var running = state();
    assertEquals(List.of(), OperationNotices.ended(before, running));
    engine.finish(operation.id());
    var over = state();
    assertEquals(
        List.of(operation.id()),
        OperationNotices.ended(running, over).stream().map(Operation::id).toList());
    assertEquals(List.of(), OperationNotices.ended(over, over));
    assertEquals(List.of(), OperationNotices.ended(before, over));
  }
}
