package dev.sluice.console.widgets;

import javafx.beans.DefaultProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands where nothing is yet: what this place is for and how to begin.
@DefaultProperty("actions")
public final class EmptyState extends VBox {
  private static final PseudoClass LOW = PseudoClass.getPseudoClass("low");
  private static final double ROOMY = 260;

  private final FontIcon icon = new FontIcon();
  private final Label title = new Label();
  private final Label text = new Label();
  private final HBox actions = new HBox(8);

  public EmptyState() {
    getStyleClass().add("empty-state");
    setAlignment(Pos.CENTER);
    var mark = new StackPane(icon);
    mark.getStyleClass().add("empty-mark");
    title.getStyleClass().add("empty-title");
    text.getStyleClass().add("muted");
    text.setWrapText(true);
    text.setMaxWidth(480);
    text.setTextAlignment(TextAlignment.CENTER);
    actions.setAlignment(Pos.CENTER);
    setMinHeight(0);
    heightProperty().subscribe(height -> showMark(mark, height.doubleValue() >= ROOMY));
    getChildren().setAll(mark, title, text, actions);
  }

  /// In a low place the words are all there is room for.
  private void showMark(Node mark, boolean shown) {
    mark.setVisible(shown);
    mark.setManaged(shown);
    pseudoClassStateChanged(LOW, !shown);
  }

  public String getIcon() {
    return icon.getIconLiteral();
  }

  public void setIcon(String literal) {
    icon.setIconLiteral(literal);
  }

  public String getTitle() {
    return title.getText();
  }

  public void setTitle(String shown) {
    title.setText(shown);
  }

  public StringProperty titleProperty() {
    return title.textProperty();
  }

  public String getText() {
    return text.getText();
  }

  public void setText(String shown) {
    text.setText(shown);
  }

  public StringProperty textProperty() {
    return text.textProperty();
  }

  public ObservableList<Node> getActions() {
    return actions.getChildren();
  }
}
