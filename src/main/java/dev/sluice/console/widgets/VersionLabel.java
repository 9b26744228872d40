package dev.sluice.console.widgets;

import dev.sluice.domain.service.VersionName;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// A version's name behind a swatch of its colour.
public final class VersionLabel extends Label {
  private final Region swatch = new Region();

  public VersionLabel() {
    swatch.getStyleClass().add("swatch");
    setGraphic(swatch);
    getStyleClass().add("version-label");
  }

  public void show(VersionName version) {
    VersionPalette.paint(this, version);
    setText(version.toString());
  }
}
