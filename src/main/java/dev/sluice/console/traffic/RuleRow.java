package dev.sluice.console.traffic;

import atlantafx.base.theme.Styles;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.VersionPalette;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One rule of the list: handle, priority, key, pattern, version. It stands for a place, so a rule
/// that is moved shows in another row.
final class RuleRow extends VBox {
  private final Texts texts;
  private final int index;
  private final Changes changes;
  private final Button handle = new Button(null, new FontIcon("mdal-drag_indicator"));
  private final Label priority = new Label();
  private final TextField key = new TextField();
  private final TextField value = new TextField();
  private final ComboBox<VersionName> version = new ComboBox<>();
  private final Button remove = new Button(null, new FontIcon("mdal-close"));
  private final Label message = new Label();
  private boolean filling;

  /// What can be done with a rule.
  interface Changes {
    void key(int index, String typed);

    void value(int index, String typed);

    void version(int index, VersionName chosen);

    void move(int from, int to);

    void remove(int index);

    /// The handle is being dragged; `sceneY` is where the pointer is.
    void drag(int index, double sceneY);
  }

  RuleRow(Texts texts, int index, Changes changes) {
    this.texts = texts;
    this.index = index;
    this.changes = changes;
    setId("rule-" + index);
    getStyleClass().add("rule-row");
    key.setId("ruleKey-" + index);
    key.textProperty().subscribe((_, typed) -> unlessFilling(() -> changes.key(index, typed)));
    value.setId("ruleValue-" + index);
    value.textProperty().subscribe((_, typed) -> unlessFilling(() -> changes.value(index, typed)));
    version.setId("ruleVersion-" + index);
    version.setPrefWidth(130);
    version.setMinWidth(110);
    version
        .valueProperty()
        .subscribe(
            (_, chosen) ->
                unlessFilling(
                    () -> {
                      if (chosen != null) {
                        changes.version(index, chosen);
                      }
                    }));
    priority.getStyleClass().addAll("muted", "number", "rule-priority");
    message.setId("ruleMessage-" + index);
    message.setWrapText(true);
    message.getStyleClass().add("rule-message");
    message.managedProperty().bind(message.visibleProperty());
    getChildren().setAll(line(), message);
    addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
  }

  private HBox line() {
    handle.setId("ruleHandle-" + index);
    handle.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON, "rule-handle");
    handle.setOnMouseDragged(event -> changes.drag(index, event.getSceneY()));
    remove.setId("removeRule-" + index);
    remove.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON);
    remove.setOnAction(_ -> changes.remove(index));
    var fits = new Label("~");
    var arrow = new FontIcon("mdal-arrow_forward");
    var line = new HBox(6, handle, priority, key, fits, value, arrow, version, remove);
    line.setAlignment(Pos.CENTER_LEFT);
    for (var field : List.of(key, value)) {
      HBox.setHgrow(field, Priority.ALWAYS);
      field.setPrefColumnCount(5);
      field.setMinWidth(60);
    }
    for (Region whole : List.of(handle, remove, fits)) {
      whole.setMinWidth(Region.USE_PREF_SIZE);
    }
    return line;
  }

  private void unlessFilling(Runnable change) {
    if (!filling) {
      change.run();
    }
  }

  private void onKey(KeyEvent event) {
    boolean up = event.getCode() == KeyCode.UP;
    if (event.isAltDown() && (up || event.getCode() == KeyCode.DOWN)) {
      changes.move(index, up ? index - 1 : index + 1);
      event.consume();
    }
  }

  /// After a rule was moved here by key.
  void focusHandle() {
    handle.requestFocus();
  }

  void focusKey() {
    key.requestFocus();
  }

  /// @param offered versions that can be chosen
  /// @param warning why it can never decide
  void show(
      RulesDraft.Rule rule,
      TrafficPolicy.Key by,
      List<VersionName> offered,
      List<Violation> violations,
      Optional<String> warning) {
    filling = true;
    put(key, rule.key());
    put(value, rule.value());
    if (!version.getItems().equals(offered)) {
      version.getItems().setAll(offered);
    }
    version.setValue(rule.version().orElse(null));
    filling = false;
    rule.version()
        .ifPresentOrElse(
            target -> VersionPalette.paint(this, target), () -> VersionPalette.unpaint(this));
    priority.setText(String.format(Locale.ROOT, "%d", rule.priority()));
    names(by);
    // A rule that was only just added is not scolded before anything is typed.
    boolean fresh = rule.key().isEmpty() && rule.value().isEmpty();
    showMessage(
        fresh ? "" : violations.stream().map(texts::violation).findFirst().orElse(""),
        warning.orElse(""));
    mark(key, !fresh && violations.stream().anyMatch(v -> v.field().equals("key")));
    mark(value, violations.stream().anyMatch(v -> v.field().equals("value")));
  }

  private void names(TrafficPolicy.Key by) {
    key.setPromptText(texts.text("traffic.rule.key." + by));
    key.setAccessibleText(texts.text("traffic.rule.key.named." + by, index + 1));
    value.setPromptText(texts.text("traffic.rule.value"));
    value.setAccessibleText(texts.text("traffic.rule.value.named", index + 1));
    version.setAccessibleText(texts.text("traffic.rule.version.named", index + 1));
    handle.setAccessibleText(texts.text("traffic.rule.handle", index + 1));
    remove.setAccessibleText(texts.text("traffic.rule.remove", index + 1));
  }

  /// Setting even the same text would move the caret.
  private static void put(TextField field, String text) {
    if (!field.getText().equals(text)) {
      field.setText(text);
    }
  }

  private static void mark(TextField field, boolean wrong) {
    field.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
  }

  private void showMessage(String problem, String warning) {
    boolean bad = !problem.isEmpty();
    message.setText(bad ? problem : warning);
    message.getStyleClass().removeAll("tone-bad", "tone-warning");
    message.getStyleClass().add(bad ? "tone-bad" : "tone-warning");
    message.setGraphic(new FontIcon(bad ? "mdal-error" : "mdmz-warning"));
    message.setVisible(!message.getText().isEmpty());
  }
}
