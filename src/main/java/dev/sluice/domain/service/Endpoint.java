package dev.sluice.domain.service;

import java.util.regex.Pattern;

/// Where something listens: an IP address (or host name) and a TCP port.
public record Endpoint(String host, int port) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");

  public Endpoint {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException("not a host: " + host);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
