package dev.sluice.console.widgets;

/// A cell that can write what it shows anew.
interface Refilled {
  void refill();
}
