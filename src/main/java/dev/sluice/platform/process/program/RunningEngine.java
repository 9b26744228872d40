package dev.sluice.platform.process.program;

import java.nio.file.Path;
import java.util.Optional;

/// An engine that serves.
///
/// @param api URL of its API
/// @param gateway URL of its gateway
/// @param tokenFile holds the token of its administrator
/// @param fingerprint SHA-256 of its API's certificate; empty without TLS
public record RunningEngine(
    long pid, String api, String gateway, Path tokenFile, Optional<String> fingerprint) {}
