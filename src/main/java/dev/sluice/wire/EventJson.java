package dev.sluice.wire;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineEvent.Change;
import java.util.Optional;

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

  /// Whether [#read] can read events of that kind.
  public boolean knows(String type) {
    return find(type).isPresent();
  }

  /// @throws IllegalArgumentException for a kind that this program does not know
  public Change read(String type, String payload) {
    return Json.read(
        payload,
        find(type).orElseThrow(() -> new IllegalArgumentException("unknown event " + type)));
  }

  private static Optional<Class<? extends Change>> find(String type) {
    return switch (type) {
      case "serviceChanged" -> Optional.of(EngineEvent.ServiceChanged.class);
      case "serviceDeleted" -> Optional.of(EngineEvent.ServiceDeleted.class);
      case "versionChanged" -> Optional.of(EngineEvent.VersionChanged.class);
      case "versionDeleted" -> Optional.of(EngineEvent.VersionDeleted.class);
      case "operationChanged" -> Optional.of(EngineEvent.OperationChanged.class);
      case "snapshotAdded" -> Optional.of(EngineEvent.SnapshotAdded.class);
      case String _ -> Optional.empty();
    };
  }
}
