package dev.sluice.engine.api;

/// Follows a log. Called by one thread at a time, never under a lock; while it blocks, nothing more
/// is read for it.
public interface LogListener {

  /// The next line, oldest first.
  ///
  /// @param cursor to go on right behind this line, in a query for [DeploymentEngine#followLogs]
  void onLine(LogLine line, String cursor);

  /// There will be no further line: the operation is over, or what was followed is gone.
  void onEnd();

  /// The engine cannot be reached any more; it is being tried again, behind the last line. Never
  /// called in process.
  ///
  /// @param problem what is the matter
  void onDisconnected(Problem problem);
}
