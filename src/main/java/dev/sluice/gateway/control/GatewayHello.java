package dev.sluice.gateway.control;

/// Who answers at a control socket.
///
/// @param program version of the gateway's program
/// @param host what the gateway listens at
/// @param table number of the present table
public record GatewayHello(String program, long pid, String host, int port, long table) {}
