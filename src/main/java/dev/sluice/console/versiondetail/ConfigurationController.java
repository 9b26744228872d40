package dev.sluice.console.versiondetail;

import dev.sluice.console.history.ConfigurationList;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import javafx.fxml.FXML;
import javafx.scene.layout.StackPane;

/// A version's configuration, to read.
final class ConfigurationController implements Screen {
  private final ConfigurationList list;
  private final VersionFollower follower;

  @FXML private StackPane configurationPage;

  ConfigurationController(ConsoleContext context) {
    list = new ConfigurationList(context.texts());
    list.setId("configurationList");
    list.accessibleTextProperty().bind(context.texts().binding("versiondetail.tab.configuration"));
    follower = new VersionFollower(context, (_, version) -> list.show(version.configuration()));
  }

  @FXML
  private void initialize() {
    configurationPage.getChildren().setAll(list);
  }

  @Override
  public void show(Place place) {
    follower.begin(place);
  }

  @Override
  public void leave() {
    follower.end();
  }
}
