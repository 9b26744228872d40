package dev.sluice.architecture.planted.wire;

import dev.sluice.architecture.planted.engine.core.Core;

record WritesCore(Core core) {}
