package dev.sluice.console.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.Fixtures;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ProblemException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GuardedEngineTest {
  private final FakeDeploymentEngine engine = new FakeDeploymentEngine();
  private final AtomicBoolean locked = new AtomicBoolean(true);
  private final DeploymentEngine guarded = GuardedEngine.of(engine, "Production", locked::get);

  @Test
  @DisplayName("a locked engine is read, and refuses every change in a sentence")
  void lockedEngine() {
    Fixtures.service(engine, "shop", 1);
    assertEquals(1, guarded.listServices("", Page.Request.FIRST_TEN).total());
    var refused =
        assertThrows(
            ProblemException.class, () -> guarded.createService(new ServiceName("cart"), true));
    assertEquals("engineLocked", refused.problem().code());
    assertTrue(refused.problem().detail().contains("Production"));
    assertEquals(1, engine.listServices("", Page.Request.FIRST_TEN).total());
  }

  @Test
  @DisplayName("an unlocked engine is changed, and its own refusals come through as they are")
  void unlocked() {
    locked.set(false);
    Fixtures.service(guarded, "shop", 1);
    var refused = assertThrows(ProblemException.class, () -> guarded.deleteService(Fixtures.SHOP));
    assertEquals("serviceHasVersions", refused.problem().code());
  }

  @Test
  @DisplayName("calls that change are told from those that read by their names")
  void everyCall() {
    var changing =
        Arrays.stream(DeploymentEngine.class.getMethods())
            .filter(method -> !GuardedEngine.reads(method))
            .map(Method::getName)
            .toList();
    assertTrue(
        changing.containsAll(
            List.of(
                "createService",
                "changePublicAccess",
                "freeze",
                "unfreeze",
                "deleteService",
                "createVersion",
                "redeploy",
                "rollback",
                "restart",
                "deleteVersion",
                "restartInstance",
                "removeInstance",
                "setTraffic",
                "restoreTraffic",
                "pauseOperation",
                "resumeOperation",
                "cancelOperation",
                "upload")),
        changing.toString());
  }
}
