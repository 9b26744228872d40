package dev.sluice.console.shell;

import dev.sluice.console.connect.EngineAccess;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.connect.TokenStore;
import javafx.collections.ObservableList;

/// The engine the console works with, and the others that it knows. For the JavaFX thread.
public interface EngineDesk {

  /// The one that is shown.
  KnownEngine chosen();

  /// All, this computer's first.
  ObservableList<KnownEngine> known();

  /// Works with `engine` from now on: every screen begins anew. A screen with unsaved input is
  /// asked first; an engine that cannot be opened leaves everything as it is.
  void open(KnownEngine engine);

  /// Adds an engine with its token.
  void add(KnownEngine engine, String token);

  /// Puts `engine` in the place of the one with its id. If it is the one that is shown, every
  /// screen begins anew.
  void change(KnownEngine engine, String token);

  /// The token of `engine`; empty when it is not kept, and for this computer's. Blocks; not for the
  /// JavaFX thread.
  String token(KnownEngine engine);

  /// Marks `engine` as protected or not. The present one is locked at once.
  void guard(KnownEngine engine, boolean guarded);

  /// Forgets `engine` and its token. Not the present one, nor this computer's.
  void remove(KnownEngine engine);

  /// Lets the present engine be changed until it is locked again or left.
  void unlock();

  void lock();

  /// What engines are reached by, for tests of a connection.
  EngineAccess access();

  /// Where tokens are kept.
  TokenStore.Kind tokens();
}
