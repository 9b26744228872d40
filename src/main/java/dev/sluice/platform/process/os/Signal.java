package dev.sluice.platform.process.os;

/// The signals that are sent; numbers are those of Linux on x86 and ARM.
public enum Signal {
  /// please end
  TERM(15),
  /// a stopped process hears [#TERM] only after this
  CONT(18),
  /// the end
  KILL(9);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
