package dev.sluice.console.versions;

import atlantafx.base.theme.Styles;
import dev.sluice.console.widgets.TabLeaves;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;

/// One field of a form: its name, what is typed, and what is wrong with it. Its `path` is the API's
/// name of the field; the input's id is the path with hyphens for everything else.
public final class FormField extends VBox {
  private static final int LINES = 4;

  private final StringProperty label = new SimpleStringProperty(this, "label", "");
  private final StringProperty hint = new SimpleStringProperty(this, "hint", "");
  private final Label name = new Label();
  private final Label help = new Label();
  private final Label problem = new Label();
  private TextInputControl input = new TextField();
  private String path = "";

  public FormField() {
    getStyleClass().add("field");
    name.textProperty().bind(label);
    name.getStyleClass().add("field-label");
    name.setWrapText(true);
    name.setMinHeight(USE_PREF_SIZE);
    help.textProperty().bind(hint);
    help.getStyleClass().addAll("muted", "field-hint");
    help.setWrapText(true);
    help.visibleProperty().bind(hint.isNotEmpty().and(problem.textProperty().isEmpty()));
    help.managedProperty().bind(help.visibleProperty());
    problem.getStyleClass().add("field-problem");
    problem.setWrapText(true);
    problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    use(input);
  }

  private void use(TextInputControl newInput) {
    input = newInput;
    input.accessibleTextProperty().bind(label);
    input.setId(id(path));
    name.setLabelFor(input);
    getChildren().setAll(name, input, help, problem);
  }

  static String id(String path) {
    return path.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("-$", "");
  }

  public String getPath() {
    return path;
  }

  public void setPath(String newPath) {
    path = newPath;
    input.setId(id(path));
  }

  public boolean isMultiline() {
    return input instanceof TextArea;
  }

  /// Several lines instead of one.
  public void setMultiline(boolean multiline) {
    if (multiline) {
      var area = new TextArea();
      area.setPrefRowCount(LINES);
      TabLeaves.from(area);
      use(area);
    } else {
      use(new TextField());
    }
  }

  public StringProperty labelProperty() {
    return label;
  }

  public String getLabel() {
    return label.get();
  }

  public void setLabel(String text) {
    label.set(text);
  }

  public StringProperty hintProperty() {
    return hint;
  }

  public String getHint() {
    return hint.get();
  }

  public void setHint(String text) {
    hint.set(text);
  }

  TextInputControl input() {
    return input;
  }

  /// @param text what is wrong; empty when all is well
  void showProblem(String text) {
    problem.setText(text);
    input.pseudoClassStateChanged(Styles.STATE_DANGER, !text.isEmpty());
  }
}
