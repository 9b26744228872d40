package dev.sluice.console.shell;

/// Opens places. For the JavaFX thread.
public interface Navigator {

  /// Shows `place`, unless the present screen holds the operator back ([Screen#mayLeave]).
  void open(Place place);

  /// Shows the place before this one; the services when there is none.
  void back();

  /// Puts `place` where the present one is, so that going back skips it: for tabs.
  void replace(Place place);
}
