package dev.sluice.engine.core;

import dev.sluice.engine.api.EngineEvent;

/// Writes changes as text for the journal and reads them again. Any number of threads at once.
public interface EventCodec {

  /// Stable name of a kind of change, for example `versionChanged`.
  String type(EngineEvent.Change change);

  /// The change without its kind.
  String write(EngineEvent.Change change);

  /// What [#write] wrote.
  EngineEvent.Change read(String type, String payload);
}
