package dev.sluice.launch.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A service with several versions.
class VersionsJourneyTest extends Journey {

  @Test
  @DisplayName(
      "R58 R59 R60 several versions are deleted at once: those without traffic go, the one with"
          + " traffic stays and says why")
  void batchDelete() {
    var first = deploy("shop", sample(1));
    var second = deploy("shop", sample(1));
    var third = deploy("shop", sample(1));
    openService("shop");
    robot().click("#tab-versions");
    var table = robot().find("#versionsTable", TableView.class);
    robot().waitUntil("three versions", () -> table.getItems().size() == 3);
    picture("service-versions");
    ConsoleRobot.doFx(() -> table.getSelectionModel().selectRange(0, 2));
    robot().waitForText("#selectionText", "2 versions selected"::equals);
    robot().click("#compareSelected");
    robot().waitUntilGone("#versionsTable");
    robot().waitForText("#compareLeft .list-cell", text -> text.startsWith("shop-002"));
    robot().waitForText("#compareRight .list-cell", text -> text.startsWith("shop-003"));
    picture("versions-compared");
    openService("shop");
    ConsoleRobot.doFx(() -> table.getSelectionModel().selectAll());
    robot().waitForText("#selectionText", "3 versions selected"::equals);
    robot().click("#deleteSelected");
    robot().write("#batchName", "shop");
    picture("journey-batch-delete");
    robot().click("#confirmBatch");
    await("two deletions", () -> engine().listVersions(first.service()).size() == 1);
    robot().waitForText("#batchText", "2 of 3 deleted."::equals);
    picture("journey-batch-deleted");
    assertEquals(
        List.of(first),
        engine().listVersions(first.service()).stream().map(VersionView::name).toList());
    robot().click("#cancelBatch");
    for (VersionName gone : List.of(second, third)) {
      robot().waitUntilGone("#menu-" + gone);
    }
  }

  @Test
  @DisplayName(
      "R5 R68 a service is frozen and unfrozen from its settings; both stand in its record")
  void freeze() {
    var version = deploy("cart", sample(1));
    openService("cart");
    robot().click("#tab-settings");
    picture("service-settings");
    robot().click("#freezeService");
    robot().find("#progressTitle");
    await("frozen", () -> state(version) == ServiceView.State.FROZEN);
    openService("cart");
    robot().click("#tab-settings");
    robot().waitForText("#freezeService", "Unfreeze cart"::equals);
    robot().click("#freezeService");
    await("thawed", () -> state(version) == ServiceView.State.NORMAL);
    await("instances", () -> engine().getVersion(version).instances().ready() == 1);
    openService("cart");
    robot().click("#tab-operations");
    robot().find("#operationsTable");
    picture("service-operations");
  }

  private ServiceView.State state(VersionName version) {
    return engine().getService(version.service()).state();
  }

  @Test
  @DisplayName("R69 the record of a traffic change has its policies, and restores the one it set")
  void restorePolicy() {
    var first = deploy("mail", sample(1));
    var second = deploy("mail", sample(1));
    var service = first.service();
    engine().setTraffic(service, TrafficPolicy.ByPercent.allTo(second), Optional.empty(), "switch");
    engine().setTraffic(service, TrafficPolicy.ByPercent.allTo(first), Optional.empty(), "back");
    var change =
        engine()
            .listOperations(Optional.of(service), Optional.empty(), Page.Request.FIRST_TEN)
            .items()
            .stream()
            .filter(o -> o.kind() == Operation.Kind.TRAFFIC && o.remark().equals("switch"))
            .findFirst()
            .orElseThrow();
    jump(new Place.Progress(change.id()));
    robot()
        .waitForText("#progressChanges", text -> text.contains("mail-001 100 % → mail-002 100 %"));
    picture("traffic-record");
    robot().click("#restorePolicy");
    await(
        "the policy",
        () -> engine().getTraffic(service).policy().equals(TrafficPolicy.ByPercent.allTo(second)));
  }

  @Test
  @DisplayName(
      "R71 the engine is killed and started again under the open window: the window says so, stays"
          + " readable, and goes on by itself; requests are answered all the time")
  void engineKilled() throws Exception {
    var version = deploy("news", sample(1));
    openVersion(version);
    try (var customers = customers("news", 1, Duration.ofMillis(20))) {
      process().kill();
      robot().find("#lostBanner");
      robot().find("#versionTitle");
      robot()
          .waitUntil(
              "nothing to be changed",
              () -> stage().getScene().lookup("#editAndRedeploy").isDisabled());
      robot().click("#tab-configuration");
      robot().find("#configurationList");
      picture("journey-engine-gone");
      process().startAgain();
      robot().waitUntilGone("#lostBanner");
      robot().click("#editAndRedeploy");
      robot().find("#review");
      picture("journey-engine-back");
      customers.end();
      assertEquals(List.of(), customers.lost());
    }
  }
}
