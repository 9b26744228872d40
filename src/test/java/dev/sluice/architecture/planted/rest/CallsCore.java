package dev.sluice.architecture.planted.rest;

import dev.sluice.architecture.planted.engine.core.Core;

record CallsCore(Core core) {}
