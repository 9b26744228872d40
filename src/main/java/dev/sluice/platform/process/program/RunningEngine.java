package dev.sluice.platform.process.program;

import java.nio.file.Path;

/// An engine that serves.
///
/// @param api URL of its API
/// @param gateway URL of its gateway
/// @param tokenFile holds the token of its administrator
public record RunningEngine(long pid, String api, String gateway, Path tokenFile) {}
