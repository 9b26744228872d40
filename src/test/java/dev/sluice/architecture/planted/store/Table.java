package dev.sluice.architecture.planted.store;

public final class Table {}
