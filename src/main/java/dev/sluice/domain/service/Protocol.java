package dev.sluice.domain.service;

/// What the gateway speaks with the instances of a version.
public enum Protocol {
  /// HTTP/1.1.
  HTTP1,

  /// HTTP/2 without TLS, by prior knowledge (RFC 9113, section 3.3); gRPC needs it.
  H2C
}
