package dev.sluice.architecture.planted.engine.scaling;

import java.time.Instant;

final class ReadsClock {
  Instant now() {
    return Instant.now();
  }
}
