package dev.sluice.console.fx;

/// How the console looks.
public enum Theme {
  /// as the operating system is set
  SYSTEM,
  LIGHT,
  DARK
}
