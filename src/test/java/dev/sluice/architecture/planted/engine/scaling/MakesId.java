package dev.sluice.architecture.planted.engine.scaling;

import java.util.UUID;

final class MakesId {
  UUID next() {
    return UUID.randomUUID();
  }
}
