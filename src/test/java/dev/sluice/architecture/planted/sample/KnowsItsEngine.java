package dev.sluice.architecture.planted.sample;

import dev.sluice.architecture.planted.engine.core.Core;

record KnowsItsEngine(Core core) {}
