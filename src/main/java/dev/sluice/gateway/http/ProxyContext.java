package dev.sluice.gateway.http;

import dev.sluice.domain.service.Protocol;
import dev.sluice.gateway.route.Router;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// What all connections of one proxy share.
///
/// @param pools one per event loop
/// @param ledgers one per event loop
/// @param stopping set once the proxy takes no further request on open connections
record ProxyContext(
    Router router,
    Limits limits,
    InstantSource clock,
    Map<EventExecutor, OriginWays> pools,
    Map<EventExecutor, Ledger> ledgers,
    AtomicBoolean stopping) {

  Origins origins(EventLoop loop, Protocol protocol) {
    var pool = pools.get(loop);
    if (pool == null) {
      throw new IllegalStateException("an event loop of another proxy");
    }
    return pool.by(protocol);
  }

  Ledger ledger(EventLoop loop) {
    var ledger = ledgers.get(loop);
    if (ledger == null) {
      throw new IllegalStateException("an event loop of another proxy");
    }
    return ledger;
  }
}
