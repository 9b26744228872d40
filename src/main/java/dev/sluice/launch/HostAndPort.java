package dev.sluice.launch;

/// `HOST:PORT` on the command line.
record HostAndPort(String host, int port) {

  /// @throws IllegalArgumentException with a sentence, when `text` is none
  static HostAndPort parse(String option, String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(0, colon)).replace("[", "").replace("]", "");
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65_535) {
        return new HostAndPort(host, port);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s needs HOST:PORT with a port from 0 to 65535 (0 for any free one), for example 127.0.0.1:7400, not '%s'."
            .formatted(option, text));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
