package dev.sluice.console.widgets;

import dev.sluice.domain.service.VersionName;
import javafx.scene.Node;

/// A version keeps one colour everywhere: in bars, sliders, charts and diffs.
///
/// Eight colours after Okabe and Ito, which people with any common colour blindness can tell apart;
/// each theme has its own shades (`styles/light.css`, `styles/dark.css`: `-version-0` to
/// `-version-7`, with `-on-version-n` for text on it). The number decides, so neighbours in time
/// always differ.
public final class VersionPalette {
  /// How many colours there are.
  public static final int COLOURS = 8;

  private VersionPalette() {}

  /// Which colour `version` has, 0 to 7.
  public static int indexOf(VersionName version) {
    return (version.number() - 1) % COLOURS;
  }

  /// The style class that defines `-version-colour` and `-on-version-colour` for a node and what is
  /// in it.
  public static String styleClass(VersionName version) {
    return "version-" + indexOf(version);
  }

  /// Gives `node` the colour of `version`, taking away that of another.
  public static void paint(Node node, VersionName version) {
    unpaint(node);
    node.getStyleClass().add(styleClass(version));
  }

  /// Takes away a version's colour.
  public static void unpaint(Node node) {
    for (int i = 0; i < COLOURS; i++) {
      node.getStyleClass().remove("version-" + i);
    }
  }
}
