package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The environment as rows of name, value and whether it is secret.
final class VariableRows {
  private final VBox rows;
  private final ObservableList<Variable> variables;
  private final Texts texts;
  private final Runnable changed;

  /// @param changed called after each edit
  VariableRows(VBox rows, ObservableList<Variable> variables, Texts texts, Runnable changed) {
    this.rows = rows;
    this.variables = variables;
    this.texts = texts;
    this.changed = changed;
    variables.addListener((ListChangeListener<Variable>) _ -> rebuild());
    rebuild();
  }

  private void rebuild() {
    rows.getChildren().clear();
    for (int i = 0; i < variables.size(); i++) {
      rows.getChildren().add(row(i, variables.get(i)));
    }
    changed.run();
  }

  private HBox row(int index, Variable variable) {
    var name = field("variableName-" + index, "editor.variable.name");
    name.textProperty().bindBidirectional(variable.name());
    name.setPrefColumnCount(14);
    var value = new StackPane();
    variable.secret().subscribe(hidden -> put(value, index, variable, hidden));
    HBox.setHgrow(value, Priority.ALWAYS);
    var secret = new CheckBox();
    secret.setId("variableSecret-" + index);
    secret.textProperty().bind(texts.binding("editor.variable.secret"));
    secret.selectedProperty().bindBidirectional(variable.secret());
    secret.setMinWidth(CheckBox.USE_PREF_SIZE);
    var remove = new Button(null, new FontIcon("mdal-close"));
    remove.setId("removeVariable-" + index);
    remove.getStyleClass().addAll("flat", "button-icon");
    remove.accessibleTextProperty().bind(texts.binding("editor.variable.remove"));
    remove.setOnAction(_ -> variables.remove(variable));
    for (var property : List.of(variable.name(), variable.value(), variable.secret())) {
      property.subscribe(changed);
    }
    var row = new HBox(name, value, secret, remove);
    row.getStyleClass().add("variable-row");
    return row;
  }

  /// What is typed of a secret is hidden; the field that showed it does not keep it.
  private void put(StackPane place, int index, Variable variable, boolean hidden) {
    for (var before : place.getChildren()) {
      var field = (TextField) before;
      field.textProperty().unbindBidirectional(variable.value());
      field.clear();
    }
    place.getChildren().setAll(value(index, variable, hidden));
  }

  private TextField value(int index, Variable variable, boolean hidden) {
    var value = hidden ? new PasswordField() : new TextField();
    name(value, "variableValue-" + index, "editor.variable.value");
    value.textProperty().bindBidirectional(variable.value());
    if (variable.kept()) {
      value.promptTextProperty().unbind();
      value.promptTextProperty().bind(texts.binding("editor.variable.kept"));
    }
    return value;
  }

  private TextField field(String id, String key) {
    var field = new TextField();
    name(field, id, key);
    return field;
  }

  private void name(TextField field, String id, String key) {
    field.setId(id);
    field.promptTextProperty().bind(texts.binding(key));
    field.accessibleTextProperty().bind(texts.binding(key));
  }
}
