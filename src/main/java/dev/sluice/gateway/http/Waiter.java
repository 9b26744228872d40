package dev.sluice.gateway.http;

import dev.sluice.domain.service.VersionName;

/// One request that waits for a version that is started for it (R64). Its body is not read
/// meanwhile. Lives on one event loop.
final class Waiter {
  private final VersionName version;
  private final IncomingRequest request;
  private Runnable leave = () -> {};

  Waiter(VersionName version, IncomingRequest request) {
    this.version = version;
    this.request = request;
  }

  VersionName version() {
    return version;
  }

  IncomingRequest request() {
    return request;
  }

  /// @param how takes the request out of the waiting room
  void leaveBy(Runnable how) {
    leave = how;
  }

  /// Gives up waiting.
  void leave() {
    leave.run();
  }
}
