package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.domain.history.Operation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Editing a configuration and deploying it in place.
class RedeployJourneyTest extends Journey {

  @Test
  @DisplayName(
      "R33 R36 R45 edit, review, redeploy, watch: the traffic stays, the version says UPDATING until"
          + " the end, and no request is lost")
  void editReviewRedeployWatch() {
    var version = deploy("shop", sample(2));
    try (var customers = customers("shop", 2, Duration.ofMillis(20))) {
      openVersion(version);
      robot().click("#editAndRedeploy");
      robot().click("#addVariable");
      robot().write("#variableName-0", "SAMPLE_LABEL");
      robot().write("#variableValue-0", "autumn");
      robot().click("#review");
      robot().find("#saveAndRedeploy");
      picture("journey-review");
      robot().click("#saveAndRedeploy");
      robot().find("#progressTitle");
      picture("journey-redeploying");
      await("the end", () -> lastOperation(version).state() == Operation.State.SUCCEEDED);
      robot().find("#outcome");
      picture("journey-redeployed");
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
    assertEquals(100, engine().getVersion(version).trafficPercent());
  }
}
