package dev.sluice.domain.history;

/// Why an operation failed or a version is not well, for an operator.
///
/// @param code stable key: `buildFailed`, `startFailed`, `exited`, `notReady`, `deadline`,
///   `cancelled`, `addressTaken`, `returnFailed`, `crashLoop`, `gatewayUnreachable`
/// @param message one plain sentence: what happened, to which instance
public record Failure(String code, String message) {}
