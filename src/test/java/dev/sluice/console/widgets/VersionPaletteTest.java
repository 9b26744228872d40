package dev.sluice.console.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The colours of versions as people with the common kinds of colour blindness see them, simulated
/// after Machado, Oliveira and Fernandes (2009) at full severity; distances are those of CIE 1976.
class VersionPaletteTest {
  private static final double[][] NORMAL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968},
    {0.280085, 0.672501, 0.047413},
    {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] TRITANOPIA = {
    {1.255528, -0.076749, -0.178779},
    {-0.078411, 0.930809, 0.147602},
    {0.004733, 0.691367, 0.303900}
  };

  /// Well above what can just be seen (2.3); colours also always stand beside a name.
  private static final double APART = 13;

  /// Versions that follow each other share a bar more often than any others.
  private static final double NEIGHBOURS_APART = 19;

  private final List<Color> colours = new ArrayList<>();
  private final List<Color> onColours = new ArrayList<>();
  private Color page = Color.WHITE;

  private void read(String theme) throws IOException {
    String css = Files.readString(Path.of("styles", theme + ".css"));
    for (int i = 0; i < VersionPalette.COLOURS; i++) {
      colours.add(colour(css, "-version-" + i));
      onColours.add(colour(css, "-on-version-" + i));
    }
    page = colour(css, "-sluice-page");
  }

  private static Color colour(String css, String name) {
    var found = Pattern.compile("\\s" + name + ": (#\\w{6});").matcher(css);
    assertTrue(found.find(), name);
    return Color.web(found.group(1));
  }

  @ParameterizedTest
  @DisplayName("any two versions can be told apart, whatever cones somebody lacks")
  @CsvSource({"light", "dark"})
  void apart(String theme) throws IOException {
    read(theme);
    var tooClose = new ArrayList<String>();
    for (var eyes : List.of(NORMAL, PROTANOPIA, DEUTERANOPIA, TRITANOPIA)) {
      for (int i = 0; i < colours.size(); i++) {
        for (int j = i + 1; j < colours.size(); j++) {
          boolean neighbours = j - i == 1 || j - i == colours.size() - 1;
          double distance = distance(seen(colours.get(i), eyes), seen(colours.get(j), eyes));
          if (distance < (neighbours ? NEIGHBOURS_APART : APART)) {
            tooClose.add(String.format(Locale.ROOT, "%d and %d: %.1f", i, j, distance));
          }
        }
      }
    }
    assertEquals(List.of(), tooClose);
  }

  @ParameterizedTest
  @DisplayName("each stands out from the page by 3:1, and the text on it by 4.5:1 (WCAG AA)")
  @CsvSource({"light", "dark"})
  void contrast(String theme) throws IOException {
    read(theme);
    for (int i = 0; i < colours.size(); i++) {
      assertTrue(contrast(colours.get(i), page) >= 3, i + " on the page");
      assertTrue(contrast(colours.get(i), onColours.get(i)) >= 4.5, "text on " + i);
    }
  }

  private static double contrast(Color one, Color other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(Color colour) {
    double[] rgb = linear(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] linear(Color colour) {
    return new double[] {
      linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())
    };
  }

  private static double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }

  /// @return CIE L*a*b* of what such eyes see
  private static double[] seen(Color colour, double[][] eyes) {
    double[] rgb = linear(colour);
    var perceived = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = eyes[i][0] * rgb[0] + eyes[i][1] * rgb[1] + eyes[i][2] * rgb[2];
      perceived[i] = Math.clamp(sum, 0, 1);
    }
    double r = perceived[0];
    double g = perceived[1];
    double b = perceived[2];
    double x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    double y = curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double curve(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }

  private static double distance(double[] one, double[] other) {
    return Math.sqrt(
        Math.pow(one[0] - other[0], 2)
            + Math.pow(one[1] - other[1], 2)
            + Math.pow(one[2] - other[2], 2));
  }
}
