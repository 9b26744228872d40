package dev.sluice.architecture.planted.gateway;

import dev.sluice.architecture.planted.store.Table;

record RoutesFromStore(Table table) {}
