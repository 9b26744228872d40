package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Region;

/// Who gets how much, as one bar: a segment per version in the version's colour, as wide as its
/// share, with number and percent written on it as far as there is room. The tooltip and screen
/// readers have it in full.
public final class TrafficBar extends Region {
  private static final double GAP = 2;
  private static final double HEIGHT = 22;

  /// The widest letter of the style sheet's font, and the room on either side of a text.
  private static final double WIDEST = 7.5;

  private static final double BESIDE = 4;

  /// A share of 1 % must not vanish.
  private static final double LEAST = 4;

  private final Texts texts;
  private final Hint hint = new Hint(this);
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
    var wanted = new TreeMap<>(percent);
    wanted.values().removeIf(share -> share == 0);
    String words = inWords(wanted);
    String spoken = texts.text("traffic.bar", words);
    if (wanted.equals(shares) && spoken.equals(getAccessibleText())) {
      return;
    }
    shares = wanted;
    getChildren().clear();
    if (shares.isEmpty()) {
      inShort = texts.text("traffic.off");
      inFull = inShort;
      getChildren().add(segment(inShort, "off"));
    } else {
      shares.keySet().forEach(v -> getChildren().add(segment("", VersionPalette.styleClass(v))));
    }
    setAccessibleText(spoken);
    hint.say(words.isEmpty() ? texts.text("traffic.off.long") : words);
    requestLayout();
  }

  /// Shares of a policy by rules depend on what is asked for.
  private void showRules(TrafficPolicy.ByRules policy) {
    String words = texts.text("traffic.rules.long", policy.rules().size(), policy.fallback());
    if (words.equals(inFull)) {
      return;
    }
    shares = new TreeMap<>();
    inShort = texts.text("traffic.rules");
    inFull = words;
    getChildren().setAll(segment(inShort, "off"));
    setAccessibleText(texts.text("traffic.bar", words));
    hint.say(words);
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

  /// The longest of number and percent, percent, nothing: a text that is cut says less than none.
  private static String fitting(VersionName version, int percent, double width) {
    String number = String.format(Locale.ROOT, "%03d", version.number());
    String share = percent + " %";
    return Stream.of(number + "  " + share, share)
        .filter(text -> width >= 2 * BESIDE + text.length() * WIDEST)
        .findFirst()
        .orElse("");
  }

  private static String inWords(SortedMap<VersionName, Integer> shares) {
    return shares.entrySet().stream()
        .map(share -> share.getKey() + " " + share.getValue() + " %")
        .collect(Collectors.joining(", "));
  }
}
