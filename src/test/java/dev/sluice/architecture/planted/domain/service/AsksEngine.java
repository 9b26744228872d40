package dev.sluice.architecture.planted.domain.service;

import dev.sluice.architecture.planted.engine.core.Core;

final class AsksEngine {
  Core answer(Core core) {
    return core;
  }
}
