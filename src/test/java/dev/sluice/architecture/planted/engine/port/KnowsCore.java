package dev.sluice.architecture.planted.engine.port;

import dev.sluice.architecture.planted.engine.core.Core;

record KnowsCore(Core core) {}
