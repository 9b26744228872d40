package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ways to instances from one event loop, by one version of HTTP. Used on that loop.
interface Origins {
  /// A way that is there already; null when there is none.
  ///
  /// @param repeatable whether the request may be sent a second time
  @Nullable OriginStream take(Endpoint endpoint, boolean repeatable);

  /// Makes a new connection.
  void connect(Endpoint endpoint, Connecting outcome);

  /// Closes idle connections to instances that were at these endpoints, and others once they are
  /// idle.
  void drop(Set<Endpoint> abandoned);

  /// What has come of a connection; one of the methods is called once.
  interface Connecting {
    void onConnected(OriginStream stream);

    /// It was not taken; nothing has been sent.
    void onRefused();

    /// It was taken by something that speaks another version of HTTP; nothing has been sent.
    void onForeign();
  }
}
