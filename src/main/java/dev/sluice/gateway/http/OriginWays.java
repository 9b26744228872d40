package dev.sluice.gateway.http;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.Protocol;
import java.util.Set;

/// The ways to instances from one event loop.
record OriginWays(OriginPool http1, Http2OriginPool http2) {
  Origins by(Protocol protocol) {
    return switch (protocol) {
      case HTTP1 -> http1;
      case H2C -> http2;
    };
  }

  void drop(Set<Endpoint> abandoned) {
    http1.drop(abandoned);
    http2.drop(abandoned);
  }
}
