package dev.sluice.architecture.planted.engine.scaling;

import java.util.logging.Logger;

record LogsElsewhere(Logger logger) {}
