package dev.sluice.architecture.planted.engine.rollout;

import dev.sluice.architecture.planted.store.Table;

record KnowsAdapter(Table table) {}
