package dev.sluice.architecture.planted.console.services;

import dev.sluice.architecture.planted.store.Table;

record ReadsStore(Table table) {}
