/// The frame around every screen: navigation, top bar, status bar, toasts, command palette.
///
/// Start reading at [Console]. A feature gives a [Screen] (the controller of an FXML file, made
/// with a [ConsoleContext]) and reaches others through [Navigator] by [Place]; the frame knows
/// features only by their [dev.sluice.console.fx.Views].
@NullMarked
package dev.sluice.console.shell;

import org.jspecify.annotations.NullMarked;
