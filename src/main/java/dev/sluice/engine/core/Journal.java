package dev.sluice.engine.core;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.Store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The one way to change what the engine keeps: commits changes and the events that tell of them in
/// one transaction.
final class Journal {
  private final Store store;
  private final EventCodec codec;

  Journal(Store store, EventCodec codec) {
    this.store = store;
    this.codec = codec;
  }

  /// When this returns, all of it is durable.
  void commit(Instant now, List<Change> changes, List<EngineEvent.Change> events) {
    var all = new ArrayList<>(changes);
    for (var event : events) {
      all.add(new Change.AddEvent(now, codec.type(event), codec.write(event)));
    }
    store.commit(all);
  }
}
