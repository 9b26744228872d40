package dev.sluice.console.connect;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.ProblemException;
import java.net.URI;
import java.util.Optional;

/// Reaches engines. Its methods block; they are called away from the JavaFX thread.
public interface EngineAccess {

  /// An engine to work with. The one of this computer is started if none runs; one elsewhere need
  /// not answer yet. Whoever opens it closes it.
  ///
  /// @param token empty for the engine of this computer, whose own is found
  /// @throws ProblemException when there is no way to it
  DeploymentEngine open(KnownEngine engine, String token);

  /// The fingerprint of the certificate that is shown at `address`, for a person to compare.
  ///
  /// @return empty for an address without TLS
  /// @throws ProblemException when nobody answers there
  Optional<String> fingerprint(URI address);
}
