package dev.sluice.console.connect;

import java.io.IOException;
import java.util.Optional;

/// Where the operating system keeps its user's secrets. Every call may block, as long as the user
/// is asked to open it.
public interface SystemKeyStore {

  /// @throws IOException when it refuses
  void put(String account, String secret) throws IOException;

  /// Empty also when it may not be read: the ways of the systems do not tell one from the other.
  Optional<String> find(String account);

  /// Does nothing when there is none.
  ///
  /// @throws IOException when it is still there afterwards
  void remove(String account) throws IOException;

  /// Finds the one of this computer.
  @FunctionalInterface
  interface Opening {
    /// @throws Exception whatever kind, when there is none: libraries differ
    SystemKeyStore open() throws Exception;
  }
}
