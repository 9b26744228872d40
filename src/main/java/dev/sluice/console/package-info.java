/// The desktop console: shows an engine and asks it to do things; decides nothing itself.
///
/// Start reading at `shell.Console`, which wires everything, and `fx.EngineFeed`, through which all
/// news arrives. One folder per feature; each depends on `shell` (navigation, what screens are
/// given), `widgets` (controls) and `fx` (the JavaFX thread, texts, views), never on another
/// feature: screens reach each other by opening a `shell.Place`. May depend on `engine.api` and
/// `domain` only.
@NullMarked
package dev.sluice.console;

import org.jspecify.annotations.NullMarked;
