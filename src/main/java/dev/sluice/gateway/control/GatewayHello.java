package dev.sluice.gateway.control;

import org.jspecify.annotations.Nullable;

/// Who answers at a control socket.
///
/// @param program version of the gateway's program
/// @param host what the gateway listens at
/// @param table number of the present table
/// @param tls where it was told to listen for TLS, and the folder of its certificates; null when it
///   doesn't
/// @param accessLog what it was told to log; null for nothing
public record GatewayHello(
    String program,
    long pid,
    String host,
    int port,
    long table,
    @Nullable String tls,
    @Nullable String accessLog) {}
