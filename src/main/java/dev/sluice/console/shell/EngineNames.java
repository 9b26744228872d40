package dev.sluice.console.shell;

import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.Texts;

/// What engines are called.
public final class EngineNames {
  private EngineNames() {}

  public static String name(Texts texts, KnownEngine engine) {
    return engine.isLocal() ? texts.text("app.engine.local") : engine.name();
  }
}
