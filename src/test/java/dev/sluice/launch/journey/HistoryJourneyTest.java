package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Page;
import dev.sluice.launch.SteadyClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The first service, and the way back to an earlier configuration.
class HistoryJourneyTest extends Journey {

  @Test
  @DisplayName(
      "R1 R9 the first service: named, its first version deployed with 100 %, and it answers")
  void firstService() throws Exception {
    robot().click("#navServices");
    robot().click(robot().isVisible("#newServiceEmpty") ? "#newServiceEmpty" : "#newService");
    robot().write("#serviceName", "hello");
    picture("journey-first-service");
    robot().click("#createService");
    robot().click("#firstVersion");
    robot().write("#command", String.join("\n", engine().info().sampleCommand()));
    robot().write("#scaling-min", "1");
    robot().write("#scaling-max", "1");
    robot().click("#startTraffic100");
    picture("journey-first-version");
    robot().click("#deployVersion");
    var version = new VersionName(new ServiceName("hello"), 1);
    await(
        "the first version",
        () ->
            !engine().listVersions(version.service()).isEmpty()
                && engine().getVersion(version).trafficPercent() == 100);
    try (var customer = new SteadyClient.Connection(process().gateway(), "hello.localhost")) {
      assertEquals(version.toString(), customer.get("/").version());
    }
  }

  @Test
  @DisplayName(
      "R45 R52 R53 diff and rollback: the history tells what changed, the diff shows it, the rollback"
          + " brings it back, and no request is lost")
  void diffAndRollback() throws Exception {
    var before = sample(1, EnvironmentVariable.plain("SAMPLE_LABEL", "spring"));
    var version = deploy("news", before);
    var after =
        sample(
            1,
            EnvironmentVariable.plain("SAMPLE_LABEL", "autumn"),
            EnvironmentVariable.secret("SAMPLE_KEY", "canary-7"));
    var redeployed = engine().redeploy(version, after, Optional.empty(), "Campaign", false);
    engine().awaitOperation(redeployed.id(), Duration.ofMinutes(2));
    try (var customers = customers("news", 2, Duration.ofMillis(20))) {
      openVersion(version);
      robot().click("#tab-history");
      robot().waitUntil("a snapshot", () -> !history().getItems().isEmpty());
      picture("journey-history");
      robot().click("#viewDetails");
      robot().waitForText("#confirmRollback", "Roll back news-001 to snapshot 1"::equals);
      assertFalse(robot().isVisible("#compareLeft"));
      picture("journey-diff-rollback");
      robot().click("#confirmRollback");
      await(
          "the rollback",
          () ->
              lastOperation(version).kind() == Operation.Kind.ROLLBACK
                  && lastOperation(version).state() == Operation.State.SUCCEEDED);
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
    assertEquals(before, engine().getVersion(version).configuration());
    assertEquals(2, engine().listSnapshots(version, Page.Request.FIRST_TEN).total(), "R55");
  }

  private TableView<?> history() {
    return (TableView<?>) stage().getScene().getRoot().lookup("#historyTable");
  }
}
