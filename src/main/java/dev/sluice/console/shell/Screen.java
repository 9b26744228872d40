package dev.sluice.console.shell;

/// What the frame shows in its middle: the controller of an FXML file. Made once, with a
/// [ConsoleContext] as the only argument of its constructor, and shown many times. All methods are
/// called on the JavaFX thread.
public interface Screen {

  /// It is on the scene now and shows `place`; also called when another place of the same kind is
  /// opened while it is shown. Subscriptions begin here.
  void show(Place place);

  /// It is off the scene. Subscriptions end here.
  default void leave() {}

  /// Asked before another place is opened.
  ///
  /// @param andThen opens that place; a screen that has to ask first keeps it for later
  /// @return whether to go on at once
  default boolean mayLeave(Runnable andThen) {
    return true;
  }
}
