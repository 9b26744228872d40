package dev.sluice.wire;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineEvent.Change;

/// Events as they stand in the journal and in the event stream: a kind and its JSON.
public final class EventJson {
  /// @return the kind, for example `versionChanged`
  public String type(Change change) {
    return switch (change) {
      case EngineEvent.ServiceChanged _ -> "serviceChanged";
      case EngineEvent.ServiceDeleted _ -> "serviceDeleted";
      case EngineEvent.VersionChanged _ -> "versionChanged";
      case EngineEvent.VersionDeleted _ -> "versionDeleted";
      case EngineEvent.OperationChanged _ -> "operationChanged";
      case EngineEvent.SnapshotAdded _ -> "snapshotAdded";
    };
  }

  public String write(Change change) {
    return Json.write(change);
  }

  /// @throws IllegalArgumentException for a kind that this program does not know
  public Change read(String type, String payload) {
    Class<? extends Change> kind =
        switch (type) {
          case "serviceChanged" -> EngineEvent.ServiceChanged.class;
          case "serviceDeleted" -> EngineEvent.ServiceDeleted.class;
          case "versionChanged" -> EngineEvent.VersionChanged.class;
          case "versionDeleted" -> EngineEvent.VersionDeleted.class;
          case "operationChanged" -> EngineEvent.OperationChanged.class;
          case "snapshotAdded" -> EngineEvent.SnapshotAdded.class;
          case String other -> throw new IllegalArgumentException("unknown event " + other);
        };
    return Json.read(payload, kind);
  }
}
