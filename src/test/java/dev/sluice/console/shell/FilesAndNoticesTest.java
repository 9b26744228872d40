package dev.sluice.console.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.ConsoleOnFake;
import dev.sluice.console.Fixtures;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.ConsoleRobot;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the console exchanges with the computer it runs on: files that are dropped on it or saved
/// by it, and notices while its window is not in front.
class FilesAndNoticesTest extends ConsoleOnFake {
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private Optional<Path> answer = Optional.empty();

  private final FileDialogs files =
      new FileDialogs() {
        @Override
        public Optional<Path> save(Window owner, String title, String name) {
          asked.add(name);
          return answer;
        }

        @Override
        public Optional<Path> open(Window owner, String title) {
          asked.add(title);
          return answer;
        }
      };

  private Console console() {
    var plain = Surroundings.of(InstantSource.system(), browsed::add);
    var console =
        ConsoleRobot.onFx(
            () ->
                Console.show(
                    stage,
                    KnownEngine.local(false),
                    engine,
                    settings,
                    new Surroundings(
                        plain.access(),
                        plain.tokens(),
                        plain.clock(),
                        plain.browser(),
                        (_, _) -> {},
                        files)));
    robot.find("#navServices");
    return console;
  }

  private Console at(Place place, String found) {
    var console = console();
    robot.find("#copy-shop");
    ConsoleRobot.doFx(() -> console.navigator().open(place));
    robot.find(found);
    return console;
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "a program");
  }

  @Test
  @DisplayName("only one jar or archive at a time is taken")
  void deployable() {
    var jar = Path.of("/x/Shop.JAR");
    assertEquals(Optional.of(jar), DroppedFiles.deployable(List.of(jar)));
    for (String name : List.of("a.zip", "a.tar.gz", "a.tgz")) {
      assertTrue(DroppedFiles.deployable(List.of(Path.of(name))).isPresent(), name);
    }
    assertEquals(Optional.empty(), DroppedFiles.deployable(List.of(Path.of("notes.txt"))));
    assertEquals(Optional.empty(), DroppedFiles.deployable(List.of(jar, jar)));
    assertEquals(Optional.empty(), DroppedFiles.deployable(List.of()));
  }

  @Test
  @DisplayName("a jar dropped on a service goes to the engine and stands in a new version's form")
  void droppedOnService() throws IOException {
    Fixtures.service(engine, "shop", 1);
    var console = at(new Place.Service(Fixtures.SHOP, Place.ServiceTab.VERSIONS), "#versionsTable");
    var jar = file("shop.jar");
    ConsoleRobot.doFx(() -> console.dropped().take(jar));
    robot.waitForText("#artifactLocation .text-field", text -> text.startsWith("sha256:"));
    assertTrue(robot.isVisible("#deployVersion"));
  }

  @Test
  @DisplayName("an archive dropped where no service is open asks for a new one first")
  void droppedOnList() throws IOException {
    Fixtures.service(engine, "shop", 1);
    var console = console();
    robot.find("#copy-shop");
    var archive = file("cart.zip");
    ConsoleRobot.doFx(() -> console.dropped().take(archive));
    robot.write("#serviceName", "cart");
    robot.press(KeyCode.ENTER);
    robot.waitForText("#artifactLocation .text-field", text -> text.startsWith("sha256:"));
  }

  @Test
  @DisplayName("a comparison is saved where the dialog says, and nowhere when it is closed")
  void savedDiff() throws IOException {
    Fixtures.service(engine, "shop", 1);
    var draft = engine.getVersion(Fixtures.SHOP_1).configuration().withPort(9090);
    engine.redeploy(Fixtures.SHOP_1, draft, Optional.empty(), "", false);
    at(new Place.Diff(Fixtures.SHOP_1, new SnapshotId("shop-001.1")), "#exportDiff");
    robot.find("#expectedDuration");
    robot.click("#exportDiff");
    robot.click("#saveMarkdown");
    robot.waitUntil("the dialog", () -> asked.equals(List.of("comparison.md")));
    assertFalse(robot.isVisible("#toasts .toast"));
    answer = Optional.of(folder.resolve("diff.md"));
    robot.click("#exportDiff");
    robot.click("#saveMarkdown");
    robot.find("#toasts .toast");
    assertTrue(Files.readString(folder.resolve("diff.md")).contains("9090"));
  }

  @Test
  @DisplayName("R68 an operation's report is saved as Markdown, or as text where the name ends so")
  void savedReport() throws IOException {
    Fixtures.service(engine, "shop", 1);
    var operation = engine.restart(Fixtures.SHOP_1, "why not");
    at(new Place.Progress(operation.id()), "#report");
    for (String name : List.of("report.md", "report.txt")) {
      answer = Optional.of(folder.resolve(name));
      robot.click("#report");
      robot.click("#reportSave");
      robot.waitUntil("the file", () -> Files.exists(folder.resolve(name)));
    }
    robot.waitUntil("the reports", () -> read("report.md").startsWith("# "));
    robot.waitUntil("the reports", () -> read("report.txt").contains("why not"));
    assertFalse(read("report.txt").contains("#"));
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName(
      "an operation that ends while the window is not in front is told of by the system, unless"
          + " that was switched off; one that is looked at is not told of")
  void notices() {
    Fixtures.service(engine, "shop", 1);
    engine.setPace(FakeDeploymentEngine.Pace.ON_COMMAND);
    var console = console();
    robot.find("#copy-shop");
    ConsoleRobot.doFx(
        () ->
            new OperationNotices(
                    console.context(),
                    (ScreenStack) console.navigator(),
                    new SimpleBooleanProperty(false),
                    (title, text) -> notices.add(title + ": " + text))
                .follow());
    end(restart());
    robot.waitUntil("a notice", () -> notices.size() == 1);
    assertTrue(notices.getFirst().contains("shop-001"), notices.toString());
    settings.notices(false);
    end(restart());
    settings.notices(true);
    var looked = restart();
    ConsoleRobot.doFx(() -> console.navigator().open(new Place.Progress(looked)));
    robot.find("#progressTitle");
    end(looked);
    assertEquals(1, notices.size(), notices.toString());
  }

  private OperationId restart() {
    var operation = engine.restart(Fixtures.SHOP_1, "").id();
    robot.waitUntil("the start is known", () -> robotSees(operation, false));
    return operation;
  }

  private void end(OperationId operation) {
    engine.finish(operation);
    robot.waitUntil("the end is known", () -> robotSees(operation, true));
  }

  /// Whether the status bar has that operation no longer, or already.
  private boolean robotSees(OperationId operation, boolean ended) {
    var running = stage.getScene().getRoot().lookup("#running");
    return engine.getOperation(operation).state().isFinal() == ended
        && running.isVisible() != ended;
  }
}
