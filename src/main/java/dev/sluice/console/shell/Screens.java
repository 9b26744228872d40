package dev.sluice.console.shell;

import dev.sluice.console.fx.Views;
import javafx.scene.Parent;

/// Loads views with controllers that are [Screen]s; for screens that hold others, as tabs.
public interface Screens {

  /// A copy of its own; whoever loads it calls its [Screen#show] and [Screen#leave].
  Loaded load(Views view);

  /// A loaded screen.
  record Loaded(Parent node, Screen screen) {}
}
