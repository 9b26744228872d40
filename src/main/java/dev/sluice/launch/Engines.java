package dev.sluice.launch;

import dev.sluice.client.EngineCertificate;
import dev.sluice.client.Fingerprint;
import dev.sluice.client.HttpDeploymentEngine;
import dev.sluice.console.connect.EngineAccess;
import dev.sluice.console.connect.KnownEngine;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reaches engines for the console: the one of this computer, and others over the network.
///
/// @param directory of this computer's engine
record Engines(Path directory) implements EngineAccess {
  @Override
  public DeploymentEngine open(KnownEngine engine, String token) {
    if (engine.isLocal()) {
      return openLocal();
    }
    var address = engine.address().orElseThrow();
    return engine
        .fingerprint()
        .map(Fingerprint::new)
        .map(pinned -> new HttpDeploymentEngine(address, token, pinned))
        .orElseGet(() -> new HttpDeploymentEngine(address, token));
  }

  private HttpDeploymentEngine openLocal() {
    try {
      return LocalEngine.connect(directory);
    } catch (IOException e) {
      throw new ProblemException(noLocal(String.valueOf(e.getMessage())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(noLocal("It was interrupted."), e);
    }
  }

  private static Problem noLocal(String why) {
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "noLocalEngine",
        "The engine of this computer could not be started: " + why,
        "Look into engine.log in its data directory.",
        Map.of("why", why),
        List.of(),
        Optional.empty());
  }

  @Override
  public Optional<String> fingerprint(URI address) {
    return "https".equals(address.getScheme())
        ? Optional.of(EngineCertificate.at(address).text())
        : Optional.empty();
  }
}
