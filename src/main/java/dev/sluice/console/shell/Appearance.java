package dev.sluice.console.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.Theme;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

/// Light or dark, as the operator or the operating system wants it.
public final class Appearance {
  private final ConsoleSettings settings;
  private final ReadOnlyObjectWrapper<Theme> theme;
  private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark");

  Appearance(ConsoleSettings settings) {
    this.settings = settings;
    theme = new ReadOnlyObjectWrapper<>(this, "theme", settings.theme());
    dark.set(isDark());
    Platform.getPreferences().colorSchemeProperty().subscribe(_ -> dark.set(isDark()));
  }

  /// Whether that comes out dark just now.
  public ReadOnlyBooleanProperty darkProperty() {
    return dark.getReadOnlyProperty();
  }

  /// What was chosen.
  public ReadOnlyObjectProperty<Theme> themeProperty() {
    return theme.getReadOnlyProperty();
  }

  /// Shows the console in `wanted` from now on.
  public void choose(Theme wanted) {
    settings.theme(wanted);
    theme.set(wanted);
    dark.set(isDark());
  }

  /// Dresses `scene`, now and after every change.
  void dress(Scene scene) {
    dark.subscribe(
        isDark -> {
          Application.setUserAgentStylesheet(
              isDark
                  ? new PrimerDark().getUserAgentStylesheet()
                  : new PrimerLight().getUserAgentStylesheet());
          scene.getStylesheets().setAll(sheets(isDark));
        });
  }

  private static List<String> sheets(boolean isDark) {
    return Stream.of(isDark ? "dark" : "light", "sluice", "version", "editor")
        .map(name -> Appearance.class.getResource("/styles/" + name + ".css"))
        .filter(Objects::nonNull)
        .map(Object::toString)
        .toList();
  }

  private boolean isDark() {
    return switch (theme.get()) {
      case LIGHT -> false;
      case DARK -> true;
      case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    };
  }
}
