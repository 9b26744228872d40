package dev.sluice.architecture.planted.engine.core;

public final class Core {}
