package dev.sluice.architecture.planted.engine.api;

import dev.sluice.architecture.planted.store.Table;

record KnowsStore(Table table) {}
