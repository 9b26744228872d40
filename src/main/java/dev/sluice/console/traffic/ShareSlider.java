package dev.sluice.console.traffic;

import atlantafx.base.controls.ProgressSliderSkin;
import java.util.Optional;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/// A slider from 0 to 100 with two marks under it: the share in force, and the share that was
/// measured. Arrows move by 1, Page up and down by 5, Home and End to the ends.
final class ShareSlider extends Region {
  private static final double MARK_TOP = 22;
  private static final double HEIGHT = 34;
  private static final double HALF_THUMB = 8;

  private final Slider slider = new Slider(0, 100, 0);
  private final Region present = mark("present-mark");
  private final Region measured = mark("measured-mark");
  private double presentShare;
  private double measuredShare;

  ShareSlider() {
    getStyleClass().add("share-slider");
    slider.setSkin(new ProgressSliderSkin(slider));
    slider.setBlockIncrement(1);
    slider.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    getChildren().setAll(present, measured, slider);
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
  }

  Slider slider() {
    return slider;
  }

  void mark(int inForce, Optional<Double> found) {
    presentShare = inForce;
    measured.setVisible(found.isPresent());
    measuredShare = found.orElse(0.0);
    requestLayout();
  }

  private void onKey(KeyEvent event) {
    double step =
        switch (event.getCode()) {
          case LEFT, DOWN -> -1;
          case RIGHT, UP -> 1;
          case PAGE_DOWN -> -5;
          case PAGE_UP -> 5;
          case HOME -> -100;
          case END -> 100;
          default -> 0;
        };
    if (step != 0) {
      slider.setValue(Math.clamp(Math.round(slider.getValue() + step), 0, 100));
      event.consume();
    }
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    slider.resizeRelocate(0, 0, width, 20);
    place(present, presentShare, width);
    place(measured, measuredShare, width);
  }

  private static void place(Region mark, double share, double width) {
    double x = HALF_THUMB + (width - 2 * HALF_THUMB) * share / 100;
    double size = mark.prefWidth(-1);
    mark.resizeRelocate(x - size / 2, MARK_TOP, size, size);
  }

  static Region mark(String styleClass) {
    var mark = new Region();
    mark.getStyleClass().add(styleClass);
    mark.setMouseTransparent(true);
    return mark;
  }
}
