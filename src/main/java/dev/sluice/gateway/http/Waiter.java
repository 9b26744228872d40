package dev.sluice.gateway.http;

import dev.sluice.domain.service.VersionName;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;

/// One request that waits for a version that is started for it (R64), and what of its body had been
/// read when it began to wait. Lives on one event loop.
final class Waiter {
  private final VersionName version;
  private final IncomingRequest request;
  private final List<HttpContent> read = new ArrayList<>();
  private boolean complete;
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

  void keep(HttpContent part) {
    read.add(part);
    complete = part instanceof LastHttpContent;
  }

  /// Whether the request has been read to its end.
  boolean uploadComplete() {
    return complete;
  }

  /// What was read of the body; the caller owns it now.
  List<HttpContent> take() {
    var taken = List.copyOf(read);
    read.clear();
    return taken;
  }

  /// Gives up waiting.
  void leave() {
    leave.run();
    take().forEach(HttpContent::release);
  }
}
