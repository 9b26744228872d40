package dev.sluice.console.traffic;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.widgets.Figures;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.console.widgets.VersionPalette;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionMetrics;
import dev.sluice.engine.api.VersionView;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One version in the traffic editor: colour, name, state, slider, number field, lock, and what is
/// measured of it.
final class ShareRow extends HBox {
  private final Texts texts;
  private final VersionName version;
  private final VersionLabel name = new VersionLabel();
  private final Pill state = new Pill();
  private final ShareSlider slider = new ShareSlider();
  private final TextField number = new TextField();
  private final ToggleButton lock = new ToggleButton();
  private final FontIcon lockIcon = new FontIcon("mdal-lock_open");
  private final Label inForce = new Label();
  private final Label measured = new Label();
  private boolean filling;

  /// @param onMove gets the share that slider or field were set to
  /// @param onLock gets whether it is locked now
  ShareRow(
      Texts texts,
      VersionName version,
      IntConsumer onMove,
      BiConsumer<VersionName, Boolean> onLock) {
    this.texts = texts;
    this.version = version;
    setId("row-" + version);
    getStyleClass().add("share-row");
    setAlignment(Pos.CENTER_LEFT);
    VersionPalette.paint(this, version);
    name.show(version);
    var title = new VBox(4, name, state);
    title.getStyleClass().add("share-title");
    var middle = new VBox(2, slider, legend());
    HBox.setHgrow(middle, Priority.ALWAYS);
    getChildren().setAll(title, middle, field(onMove), lock);
    connectSlider(onMove);
    lock.setId("lock-" + version);
    lock.setGraphic(lockIcon);
    lock.getStyleClass().addAll("flat", "button-icon");
    lock.setTooltip(new Tooltip());
    lock.getTooltip().textProperty().bind(lock.accessibleTextProperty());
    lock.setOnAction(_ -> onLock.accept(version, lock.isSelected()));
  }

  /// What the two marks under the slider stand for.
  private HBox legend() {
    measured.setId("measured-" + version);
    var legend =
        new HBox(
            6,
            ShareSlider.mark("present-mark"),
            inForce,
            ShareSlider.mark("measured-mark"),
            measured);
    HBox.setMargin(inForce, new Insets(0, 10, 0, 0));
    legend.getStyleClass().addAll("legend", "number");
    return legend;
  }

  private HBox field(IntConsumer onMove) {
    number.setId("percent-" + version);
    number.getStyleClass().addAll("percent-field", "number");
    number.setPrefColumnCount(3);
    number.setTextFormatter(new TextFormatter<String>(ShareRow::digits));
    number.setOnAction(_ -> take(onMove));
    number
        .focusedProperty()
        .subscribe(
            focused -> {
              if (!focused) {
                take(onMove);
              }
            });
    var unit = new Label("%");
    unit.getStyleClass().add("muted");
    var box = new HBox(6, number, unit);
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  /// Lets only digits in.
  private static TextFormatter.Change digits(TextFormatter.Change change) {
    String kept = change.getText().replaceAll("\\D", "");
    if (!kept.equals(change.getText())) {
      change.setText(kept);
      change.selectRange(
          change.getRangeStart() + kept.length(), change.getRangeStart() + kept.length());
    }
    return change;
  }

  private void connectSlider(IntConsumer onMove) {
    slider.slider().setId("share-" + version);
    slider
        .slider()
        .valueProperty()
        .subscribe(
            (_, value) -> {
              if (!filling) {
                onMove.accept((int) Math.round(value.doubleValue()));
              }
            });
  }

  /// Takes over what was typed, when it is not what stands there already; an empty field was left
  /// without an answer.
  private void take(IntConsumer onMove) {
    String typed = number.getText();
    if (typed.isEmpty()) {
      number.setText(shown());
    } else if (!typed.equals(shown())) {
      onMove.accept(typed.length() > 3 ? 100 : Math.min(100, Integer.parseInt(typed)));
      number.setText(shown());
    }
  }

  private String shown() {
    return Long.toString(Math.round(slider.slider().getValue()));
  }

  VersionName version() {
    return version;
  }

  /// @param present the share by the policy in force
  void show(
      LinkedShares shares,
      int present,
      Optional<VersionView> view,
      Optional<VersionMetrics> metrics) {
    filling = true;
    boolean isBeingTyped = number.isFocused() && !number.getText().equals(shown());
    slider.slider().setValue(shares.of(version));
    String share = Integer.toString(shares.of(version));
    // Setting even the same text would move the caret and undo a selection.
    if (!isBeingTyped && !number.getText().equals(share)) {
      number.setText(share);
    }
    filling = false;
    boolean locked = shares.locked().contains(version);
    lock.setSelected(locked);
    lockIcon.setIconLiteral(locked ? "mdal-lock" : "mdal-lock_open");
    var found = metrics.flatMap(VersionMetrics::sharePercent);
    slider.mark(present, found);
    inForce.setText(texts.text("traffic.inForce", present));
    measured.setText(texts.text("traffic.measured", Figures.percent(found)));
    view.ifPresent(v -> state.show(texts, v.state()));
    lock.setAccessibleText(texts.text(locked ? "traffic.unlock" : "traffic.lock", version));
    slider.slider().setAccessibleText(texts.text("traffic.share", version));
    number.setAccessibleText(texts.text("traffic.share.percent", version));
  }
}
