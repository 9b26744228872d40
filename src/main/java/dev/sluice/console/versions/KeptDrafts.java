package dev.sluice.console.versions;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.ServiceName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Drafts that were left and kept: one for each version that is edited, and one new version for
/// each service. Until the console is closed they are kept as they are; after that what stands in
/// their files, in which no secret has a value, is put on the configuration as it is then.
final class KeptDrafts {
  private final Map<String, Kept> kept = new HashMap<>();
  private final DraftFiles files;
  private final InstantSource clock;

  /// Those of the engine that is worked with, beside the console's settings.
  static KeptDrafts of(ConsoleContext context) {
    var folder = context.settings().file().resolveSibling("drafts");
    return new KeptDrafts(
        new DraftFiles(folder.resolve(context.engines().chosen().id())), context.clock());
  }

  private KeptDrafts(DraftFiles files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  /// @param startTraffic 0 or 100
  record Kept(EditorMode mode, EditorDraft draft, int startTraffic, Origin origin) {}

  /// How a draft was kept.
  sealed interface Origin {
    /// As it was left.
    record Memory() implements Origin {}

    /// @param secretsLeftOut how many secret values have to be typed again
    record File(Instant at, int secretsLeftOut) implements Origin {}
  }

  void keep(EditorMode mode, EditorDraft draft, int startTraffic) {
    kept.put(name(mode), new Kept(mode, draft, startTraffic, new Origin.Memory()));
    files.write(
        name(mode),
        new DraftFiles.Stored(
            clock.instant(),
            DraftEdits.of(draft.form(), draft.base()),
            mode instanceof EditorMode.Create create ? create.start().spelled() : "",
            startTraffic));
  }

  /// The one for `mode`; its file stays until [#drop].
  Optional<Kept> take(EditorMode mode) {
    String name = name(mode);
    return Optional.ofNullable(kept.remove(name))
        .or(() -> files.read(name).flatMap(stored -> restored(mode, stored)));
  }

  private static Optional<Kept> restored(EditorMode mode, DraftFiles.Stored stored) {
    try {
      var form = stored.edits().on(mode.base());
      return Optional.of(
          new Kept(
              mode,
              new EditorDraft(form, mode.base(), mode.rules()),
              stored.startTraffic(),
              new Origin.File(stored.at(), stored.edits().leftOut())));
    } catch (IllegalArgumentException _) {
      // Written by a console that knows more.
      return Optional.empty();
    }
  }

  /// What a new version of `service` started from, where a draft of one is kept.
  Optional<StartPoint> start(ServiceName service) {
    return files.read(newOf(service)).flatMap(stored -> StartPoint.read(stored.start()));
  }

  /// Deployed, or not wanted any more.
  void drop(EditorMode mode) {
    kept.remove(name(mode));
    files.delete(name(mode));
  }

  private static String name(EditorMode mode) {
    return switch (mode) {
      case EditorMode.Create create -> newOf(create.service());
      case EditorMode.Redeploy redeploy -> "edit-" + redeploy.name();
    };
  }

  private static String newOf(ServiceName service) {
    return "new-" + service;
  }
}
