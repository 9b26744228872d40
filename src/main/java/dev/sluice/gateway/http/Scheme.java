package dev.sluice.gateway.http;

/// How a request came.
enum Scheme {
  HTTP("http://", "80"),
  HTTPS("https://", "443");

  private final String prefix;
  private final String port;

  Scheme(String prefix, String port) {
    this.prefix = prefix;
    this.port = port;
  }

  String text() {
    return prefix.substring(0, prefix.indexOf(':'));
  }

  /// What an absolute target begins with.
  String prefix() {
    return prefix;
  }

  /// The port that is meant where none is named.
  String port() {
    return port;
  }
}
