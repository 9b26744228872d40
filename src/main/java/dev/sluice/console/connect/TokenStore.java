package dev.sluice.console.connect;

import java.io.IOException;
import java.util.Optional;

/// Keeps the tokens of remote engines. Blocks; called away from the JavaFX thread.
public interface TokenStore {

  /// @throws IOException when it cannot be kept; nothing is kept then
  void put(String engineId, String token) throws IOException;

  Optional<String> find(String engineId) throws IOException;

  void remove(String engineId) throws IOException;

  /// Where they are, to be told to the operator.
  Kind kind();

  /// Sorts of places.
  enum Kind {
    /// the operating system's key store
    SYSTEM,
    /// the console's memory: it is asked for again after the console was closed
    RUN
  }
}
