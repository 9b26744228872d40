package dev.sluice.console.shell;

import dev.sluice.console.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Whatever can be clicked on the open screen, for the command palette: so every action of every
/// screen can be named there, and nobody has to remember to add it.
final class ScreenActions {
  private static final String ICON = "mdal-arrow_right";

  private final Texts texts;

  ScreenActions(Texts texts) {
    this.texts = texts;
  }

  /// Of what is shown and enabled in `node`, from top to bottom.
  List<PaletteEntry> of(Node node) {
    var found = new ArrayList<PaletteEntry>();
    collect(node, found);
    return found;
  }

  private void collect(Node node, List<PaletteEntry> found) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    switch (node) {
      case MenuButton menu -> menu.getItems().forEach(item -> add(menu, item, found));
      case ButtonBase button ->
          add(
              name(button.getText(), button.getAccessibleText()),
              button.getGraphic(),
              button::fire,
              found);
      case Parent parent ->
          parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
      default -> {
        // Shapes and pictures do nothing.
      }
    }
  }

  private void add(MenuButton menu, MenuItem item, List<PaletteEntry> found) {
    if (item.isVisible() && !item.isDisable() && !(item instanceof SeparatorMenuItem)) {
      String of = name(menu.getText(), menu.getAccessibleText());
      String name = name(item.getText(), "");
      add(of.isEmpty() ? name : name + " – " + of, item.getGraphic(), item::fire, found);
    }
  }

  private void add(
      String title, @Nullable Node graphic, Runnable action, List<PaletteEntry> found) {
    if (!title.isEmpty()) {
      String icon = graphic instanceof FontIcon shown ? shown.getIconLiteral() : ICON;
      found.add(new PaletteEntry(title, texts.text("app.palette.here"), icon, action));
    }
  }

  private static String name(@Nullable String text, @Nullable String accessible) {
    if (text != null && !text.isBlank()) {
      return text;
    }
    return accessible == null ? "" : accessible;
  }
}
