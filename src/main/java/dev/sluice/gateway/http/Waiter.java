package dev.sluice.gateway.http;

import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.route.Choice;

/// One request that waits for a version that is started for it (R64). Its body is not read
/// meanwhile. Lives on one event loop.
final class Waiter {
  private final Choice.Wait choice;
  private final IncomingRequest request;
  private Runnable leave = () -> {};

  Waiter(Choice.Wait choice, IncomingRequest request) {
    this.choice = choice;
    this.request = request;
  }

  Choice.Wait choice() {
    return choice;
  }

  VersionName version() {
    return choice.version();
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
