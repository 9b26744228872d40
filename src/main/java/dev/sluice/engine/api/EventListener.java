package dev.sluice.engine.api;

/// Follows an engine. Called by one thread at a time, in the order of the events' numbers, never
/// under a lock; it may block only briefly.
public interface EventListener {

  /// The next change.
  void onEvent(EngineEvent event);

  /// The stream begins, or goes on after an interruption.
  ///
  /// @param complete true: no event was missed since the last one; false: events were missed (or
  ///   this is the beginning), so whoever holds a copy must read everything anew
  void onConnected(boolean complete);

  /// The engine cannot be reached any more; it is being tried again. Never called in process.
  ///
  /// @param problem what is the matter
  void onDisconnected(Problem problem);
}
