package dev.sluice.console.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;
import javafx.util.Callback;

/// Every FXML file of the console, by name instead of by path.
public enum Views {
  FRAME("shell/frame"),
  KEYS("shell/keys"),
  TYPED_CONFIRMATION("shell/typed-confirmation"),
  TOKEN_QUESTION("shell/token-question"),
  SERVICES("services/services"),
  NEW_SERVICE("services/new-service"),
  DELETION("services/deletion"),
  BATCH_DELETION("services/batch-deletion"),
  FREEZE("services/freeze"),
  SERVICE("services/service"),
  SETTINGS_OF_SERVICE("services/service-settings"),
  VERSIONS_OF_SERVICE("services/versions"),
  METRICS_OF_SERVICE("services/metrics"),
  METRICS("metrics/metrics"),
  TRAFFIC("traffic/traffic"),
  TRAFFIC_PERCENT("traffic/percent"),
  TRAFFIC_RULES("traffic/rules"),
  TRAFFIC_FOOTER("traffic/footer"),
  TRAFFIC_SIDE("traffic/side"),
  TRAFFIC_WATCH("traffic/watch"),
  TRAFFIC_PREDICTION("traffic/prediction"),
  TRAFFIC_HISTORY("traffic/history"),
  ENGINES("engines/engines"),
  ENGINE_DIALOG("engines/engine-dialog"),
  SETTINGS("settings/settings"),
  VERSION("versiondetail/version"),
  METRICS_OF_VERSION("versiondetail/metrics"),
  OVERVIEW_OF_VERSION("versiondetail/overview"),
  INSTANCES_OF_VERSION("versiondetail/instances"),
  CONFIGURATION_OF_VERSION("versiondetail/configuration"),
  HISTORY_OF_VERSION("history/history"),
  EDITOR("versions/editor"),
  EDITOR_FORM("versions/editor-form"),
  ARTIFACT("versions/artifact"),
  REBASE("versions/rebase"),
  REVIEW("versions/review"),
  LEAVE_EDITOR("versions/leave-editor"),
  LOGS("logs/logs"),
  LOG_PANE("logs/log-pane"),
  PROGRESS("operations/progress"),
  OUTCOME("operations/outcome"),
  RECORDED_CHANGES("operations/changes"),
  OPERATIONS("operations/operations"),
  DIFF("history/diff"),
  DIFF_PANE("history/diff-pane"),
  LONG_TEXT("history/long-text"),
  COMPARE("history/compare");

  private final String path;

  Views(String path) {
    this.path = path;
  }

  /// Loads a new copy. Its texts follow `texts`, see the package's comment.
  ///
  /// @param controllers makes the object for the file's `fx:controller`
  public Loaded load(Texts texts, Callback<Class<?>, Object> controllers) {
    var loader = loader(texts);
    loader.setControllerFactory(controllers);
    return load(loader);
  }

  /// Loads a new copy of a file that names no controller.
  public Parent loadFor(Texts texts, Object controller) {
    var loader = loader(texts);
    loader.setController(controller);
    return load(loader).root();
  }

  private FXMLLoader loader(Texts texts) {
    var loader = new FXMLLoader(Views.class.getResource("/fxml/" + path + ".fxml"));
    loader.getNamespace().put("texts", texts.map());
    return loader;
  }

  private Loaded load(FXMLLoader loader) {
    try {
      Parent root = loader.load();
      return new Loaded(root, loader.getController());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load view " + path, e);
    }
  }

  /// A loaded view.
  public record Loaded(Parent root, Object controller) {}
}
