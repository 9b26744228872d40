package dev.sluice.console.shell;

import dev.sluice.console.fx.Background;
import dev.sluice.console.fx.ConsoleSettings;
import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.engine.api.DeploymentEngine;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What every screen is given.
///
/// @param engine blocks: call it through `background` only
/// @param browser opens a URL in the operator's browser
/// @param files asks the operator for one
public record ConsoleContext(
    DeploymentEngine engine,
    EngineFeed feed,
    Background background,
    Texts texts,
    Moments moments,
    Navigator navigator,
    Screens screens,
    Overlay overlay,
    ConsoleSettings settings,
    Appearance appearance,
    Notifier notifier,
    EngineDesk engines,
    InstantSource clock,
    Consumer<String> browser,
    FileDialogs files) {}
