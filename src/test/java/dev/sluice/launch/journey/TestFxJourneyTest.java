package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.testfx.api.FxAssert.verifyThat;
import static org.testfx.matcher.control.LabeledMatchers.hasText;

import dev.sluice.domain.service.VersionName;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// One journey by TestFX's robot, which knows nothing of the console: what the program's own robot
/// finds and clicks in the other journeys, another one finds and clicks too.
class TestFxJourneyTest extends Journey {
  private static final int LIMIT_SECONDS = 60;

  private final FxRobot fx = new FxRobot();

  @BeforeEach
  void lookAtTheWindow() {
    fx.targetWindow(stage());
  }

  private void clickOn(String query) throws TimeoutException {
    waitFor(query);
    fx.clickOn(query);
  }

  private void waitFor(String query) throws TimeoutException {
    WaitForAsyncUtils.waitFor(
        LIMIT_SECONDS,
        TimeUnit.SECONDS,
        () ->
            fx.lookup(query).queryAll().stream()
                .anyMatch(node -> node.isVisible() && !node.isDisabled()));
  }

  private int share(VersionName version) {
    return engine().getVersion(version).trafficPercent();
  }

  @Test
  @DisplayName("R19 R21 half of the traffic is sent to a new version and taken back, by TestFX")
  void halfAndBack() throws Exception {
    var first = deploy("robots", sample(1));
    var second = deploy("robots", sample(1));

    waitFor("#copy-robots");
    fx.doubleClickOn("robots");
    waitFor("#serviceTitle");
    verifyThat("#serviceTitle", hasText("robots"));
    clickOn("#tab-traffic");
    clickOn("#percent-" + second);
    fx.push(KeyCode.SHORTCUT, KeyCode.A).write("50").push(KeyCode.ENTER);
    waitFor("#applyTraffic");
    verifyThat("#applyTraffic", hasText("Send 50 % to robots-002"));
    clickOn("#applyTraffic");
    await("the half", () -> share(second) == 50);
    assertEquals(50, share(first));
    clickOn("#toast-undo");
    await("the way back", () -> share(first) == 100);
    clickOn("#themeToggle");
    robot().screenshot(stage(), "journey-testfx");
    assertEquals(0, share(second));
  }
}
