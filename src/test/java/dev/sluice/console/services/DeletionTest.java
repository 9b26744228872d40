package dev.sluice.console.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.ConsoleOnFake;
import dev.sluice.console.Fixtures;
import dev.sluice.console.shell.Place;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Deleting one version, as a person does it.
class DeletionTest extends ConsoleOnFake {

  @BeforeEach
  void twoVersionsWithHistory() {
    Fixtures.service(engine, "shop", 2);
    for (var version : List.of(Fixtures.SHOP_1, Fixtures.SHOP_2)) {
      var changed = engine.getVersion(version).configuration().withRemark("Changed");
      engine.redeploy(version, changed, Optional.empty(), "", false);
    }
    open(new Place.Service(Fixtures.SHOP, Place.ServiceTab.VERSIONS), "#versionsTable");
  }

  private void ask(VersionName version) {
    robot.click("#menu-" + version);
    robot.click("#delete-" + version);
    robot.find("#deleteName");
  }

  private List<VersionName> versions() {
    return engine.listVersions(Fixtures.SHOP).stream().map(one -> one.name()).toList();
  }

  private long snapshots(VersionName version) {
    return engine.listSnapshots(version, Page.Request.FIRST_TEN).total();
  }

  @Test
  @DisplayName(
      "R60 a version is deleted only once its whole name was typed; before, the console says that its"
          + " history goes too, and then it is gone")
  void confirmedByName() {
    assertEquals(1, snapshots(Fixtures.SHOP_2));
    ask(Fixtures.SHOP_2);
    assertTrue(robot.text("#text").contains("history"), robot.text("#text"));
    assertTrue(robot.find("#confirmDelete").isDisabled());
    for (String wrong : List.of("shop-00", "shop-001", "SHOP-002", "shop-002 ")) {
      robot.write("#deleteName", wrong);
      robot.press(KeyCode.ENTER);
      assertTrue(robot.find("#confirmDelete").isDisabled(), wrong);
    }
    assertEquals(2, versions().size(), "nothing was deleted by a wrong name");

    robot.write("#deleteName", "shop-002");
    robot.screenshot(stage, "delete-version");
    robot.click("#confirmDelete");
    robot.waitUntilGone("#menu-shop-002");

    assertEquals(List.of(Fixtures.SHOP_1), versions());
    assertEquals(1, snapshots(Fixtures.SHOP_1), "another version's history");
    var refused = assertThrows(ProblemException.class, () -> snapshots(Fixtures.SHOP_2));
    assertEquals(Problem.Kind.NOT_FOUND, refused.problem().kind());
  }

  @Test
  @DisplayName(
      "R58 R73 a version with traffic is refused beside the name that was typed, and stays as it was")
  void refused() {
    ask(Fixtures.SHOP_1);
    robot.write("#deleteName", "shop-001");
    robot.click("#confirmDelete");
    robot.waitForText("#deleteProblem", text -> text.contains("shop-001"));
    assertEquals("shop-001", robot.text("#deleteName"));
    robot.click("#cancelDelete");
    robot.waitUntilGone("#deleteName");
    assertEquals(2, versions().size());
    assertEquals(1, snapshots(Fixtures.SHOP_1));
  }
}
