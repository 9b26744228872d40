package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/// Who gets how much, as one bar: a segment per version in the version's colour, as wide as its
/// share, with number and percent written on it as far as there is room. The tooltip and screen
/// readers have it in full.
public final class TrafficBar extends Region {
  private static final double GAP = 2;
  private static final double HEIGHT = 22;

  /// A share of 1 % must not vanish.
  private static final double LEAST = 4;

  private final Texts texts;
  private final Tooltip tooltip = new Tooltip();
  private SortedMap<VersionName, Integer> shares = new TreeMap<>();

  /// What stands on a bar without shares, and what does where there is room for it.
  private String inShort = "";

  private String inFull = "";

  public TrafficBar(Texts texts) {
    this.texts = texts;
    getStyleClass().add("traffic-bar");
    setAccessibleRole(AccessibleRole.TEXT);
    setPrefHeight(HEIGHT);
    setMinHeight(HEIGHT);
    Tooltip.install(this, tooltip);
  }

  public void show(TrafficPolicy policy) {
    if (policy instanceof TrafficPolicy.ByRules byRules) {
      showRules(byRules);
      return;
    }
    var percent = new TreeMap<VersionName, Integer>();
    policy.versions().forEach(v -> percent.put(v, policy.shareOf(v).value()));
    show(percent);
  }

  /// @param percent of each version; those with 0 take no room
  public void show(SortedMap<VersionName, Integer> percent) {
    shares = new TreeMap<>(percent);
    shares.values().removeIf(share -> share == 0);
    getChildren().clear();
    if (shares.isEmpty()) {
      inShort = texts.text("traffic.off");
      inFull = inShort;
      getChildren().add(segment(inShort, "off"));
    } else {
      shares.keySet().forEach(v -> getChildren().add(segment("", VersionPalette.styleClass(v))));
    }
    String words = inWords(shares);
    setAccessibleText(texts.text("traffic.bar", words));
    tooltip.setText(words.isEmpty() ? texts.text("traffic.off.long") : words);
    requestLayout();
  }

  /// Shares of a policy by rules depend on what is asked for.
  private void showRules(TrafficPolicy.ByRules policy) {
    shares = new TreeMap<>();
    String words = texts.text("traffic.rules.long", policy.rules().size(), policy.fallback());
    inShort = texts.text("traffic.rules");
    inFull = words;
    getChildren().setAll(segment(inShort, "off"));
    setAccessibleText(texts.text("traffic.bar", words));
    tooltip.setText(words);
    requestLayout();
  }

  private static Label segment(String text, String styleClass) {
    var label = new Label(text);
    label.setTextOverrun(OverrunStyle.CLIP);
    label.getStyleClass().addAll("segment", styleClass);
    return label;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth() - getInsets().getLeft() - getInsets().getRight();
    if (getChildren().isEmpty()) {
      // Nothing was given to show yet.
      return;
    }
    if (shares.isEmpty()) {
      var label = (Label) getChildren().getFirst();
      label.setText(width >= 400 ? inFull : inShort);
      place(label, getInsets().getLeft(), width);
      return;
    }
    double free = width - GAP * (shares.size() - 1) - LEAST * shares.size();
    double sum = shares.values().stream().mapToInt(Integer::intValue).sum();
    double x = getInsets().getLeft();
    int index = 0;
    for (var share : shares.entrySet()) {
      var label = (Label) getChildren().get(index++);
      double wide = LEAST + free * share.getValue() / sum;
      label.setText(fitting(share.getKey(), share.getValue(), wide));
      place(label, x, wide);
      x += wide + GAP;
    }
  }

  /// In the middle, however high the cell is.
  private void place(Node segment, double x, double width) {
    segment.resizeRelocate(x, (getHeight() - HEIGHT) / 2, width, HEIGHT);
  }

  /// The longest of number and percent, percent, nothing. Widths are those of the widest letters
  /// the style sheet gives; a text that is cut says less than none.
  private static String fitting(VersionName version, int percent, double width) {
    String number = String.format(Locale.ROOT, "%03d", version.number());
    if (width >= 84) {
      return number + "  " + percent + " %";
    }
    if (width >= 44) {
      return percent + " %";
    }
    return "";
  }

  private static String inWords(SortedMap<VersionName, Integer> shares) {
    return shares.entrySet().stream()
        .map(share -> share.getKey() + " " + share.getValue() + " %")
        .collect(Collectors.joining(", "));
  }
}
