package dev.sluice.console.shell;

import dev.sluice.console.fx.Views;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The navigator: one screen at a time, each loaded when first needed and then kept.
final class ScreenStack implements Navigator {
  private static final int REMEMBERED = 50;

  private final Screens screens;
  private final StackPane pane = new StackPane();
  private final Map<Views, Screens.Loaded> loaded = new EnumMap<>(Views.class);
  private final Deque<Place> earlier = new ArrayDeque<>();
  private final ReadOnlyObjectWrapper<@Nullable Place> place = new ReadOnlyObjectWrapper<>();
  private Screens.@Nullable Loaded shown;

  ScreenStack(Screens screens) {
    this.screens = screens;
    pane.setId("content");
  }

  Node node() {
    return pane;
  }

  /// Where the operator is; null before the first place is opened.
  ReadOnlyObjectProperty<@Nullable Place> place() {
    return place.getReadOnlyProperty();
  }

  @Override
  public void open(Place wanted) {
    if (wanted.equals(place.get()) || !mayLeave(() -> go(wanted))) {
      return;
    }
    go(wanted);
  }

  @Override
  public void back() {
    if (mayLeave(this::goBack)) {
      goBack();
    }
  }

  @Override
  public void replace(Place wanted) {
    show(wanted);
  }

  /// Does `then` once the present screen lets the operator go.
  void leaving(Runnable then) {
    if (mayLeave(then)) {
      then.run();
    }
  }

  /// Takes the present screen off.
  void leave() {
    if (shown != null) {
      shown.screen().leave();
      shown = null;
    }
  }

  private boolean mayLeave(Runnable andThen) {
    return shown == null || shown.screen().mayLeave(andThen);
  }

  private void go(Place wanted) {
    if (place.get() != null) {
      earlier.push(place.get());
      if (earlier.size() > REMEMBERED) {
        earlier.removeLast();
      }
    }
    show(wanted);
  }

  private void goBack() {
    show(earlier.isEmpty() ? new Place.Services() : earlier.pop());
  }

  private void show(Place wanted) {
    var next = loaded.computeIfAbsent(viewOf(wanted), screens::load);
    place.set(wanted);
    if (!next.equals(shown)) {
      if (shown != null) {
        shown.screen().leave();
      }
      shown = next;
      pane.getChildren().setAll(next.node());
    }
    next.screen().show(wanted);
  }

  static Views viewOf(Place place) {
    return switch (place) {
      case Place.Services _, Place.NewService _ -> Views.SERVICES;
      case Place.Service _ -> Views.SERVICE;
      case Place.Version _ -> Views.VERSION;
      case Place.NewVersion _, Place.EditVersion _ -> Views.EDITOR;
      case Place.Progress _ -> Views.PROGRESS;
      case Place.Diff _ -> Views.DIFF;
      case Place.Compare _ -> Views.COMPARE;
      case Place.Operations _ -> Views.OPERATIONS;
      case Place.Engines _ -> Views.ENGINES;
      case Place.Settings _ -> Views.SETTINGS;
    };
  }
}
