package dev.sluice.console.shell;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Operation;
import dev.sluice.engine.api.EngineEvent;

/// An event in a line.
final class LastEvent {
  private LastEvent() {}

  static String text(Texts texts, EngineEvent event) {
    return switch (event.change()) {
      case EngineEvent.ServiceChanged c -> texts.text("app.event.service", c.service().name());
      case EngineEvent.ServiceDeleted c -> texts.text("app.event.gone", c.service());
      case EngineEvent.VersionChanged c ->
          texts.text(
              "app.event.state",
              c.version().name(),
              texts.text("state.version." + c.version().state()));
      case EngineEvent.VersionDeleted c -> texts.text("app.event.gone", c.version());
      case EngineEvent.OperationChanged c ->
          texts.text(
              "app.event.state",
              text(texts, c.operation()),
              texts.text("state.operation." + c.operation().state()));
      case EngineEvent.SnapshotAdded c -> texts.text("app.event.snapshot", c.snapshot());
    };
  }

  /// For example "Redeploy shop-001".
  static String text(Texts texts, Operation operation) {
    var target = operation.version().map(Object::toString).orElse(operation.service().toString());
    return texts.text("kind." + operation.kind()) + " " + target;
  }
}
