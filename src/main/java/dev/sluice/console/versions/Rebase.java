package dev.sluice.console.versions;

import dev.sluice.console.fx.Views;
import dev.sluice.console.history.FieldNames;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.ConfigurationDiff;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// What to do when the version was redeployed while its configuration is edited (R46): says what
/// changed, and puts the edits on it when that is wanted.
final class Rebase {
  private final ConsoleContext context;
  private final FieldNames names;
  private final Consumer<EditorMode.Redeploy> putOn;
  private final Consumer<EditorMode.Redeploy> drop;
  private final Parent root;
  private Optional<EditorMode.Redeploy> newer = Optional.empty();
  private List<DiffEntry> conflicts = List.of();
  private @Nullable Runnable dropping;

  @FXML private HBox rebaseNotice;
  @FXML private Label rebaseText;
  @FXML private Button rebaseDraft;
  @FXML private Button dropDraft;

  /// @param putOn puts the edits on the newer configuration
  /// @param drop begins anew with it
  Rebase(
      ConsoleContext context,
      Consumer<EditorMode.Redeploy> putOn,
      Consumer<EditorMode.Redeploy> drop) {
    this.context = context;
    this.names = new FieldNames(context.texts());
    this.putOn = putOn;
    this.drop = drop;
    this.root = Views.REBASE.loadFor(context.texts(), this);
    clear();
  }

  Parent root() {
    return root;
  }

  void clear() {
    newer = Optional.empty();
    conflicts = List.of();
    dropping = null;
    EditorForm.show(rebaseNotice, false);
  }

  /// A draft that was kept is shown again.
  ///
  /// @param dropIt begins without it
  void back(EditorMode now, KeptDrafts.Origin origin, Runnable dropIt) {
    tell(words(origin), false);
    dropping = dropIt;
    newer =
        Optional.of(now)
            .filter(EditorMode.Redeploy.class::isInstance)
            .map(EditorMode.Redeploy.class::cast);
    EditorForm.show(dropDraft, true);
  }

  private String words(KeptDrafts.Origin origin) {
    var texts = context.texts();
    return switch (origin) {
      case KeptDrafts.Origin.Memory _ -> texts.text("editor.kept.back");
      case KeptDrafts.Origin.File file -> {
        String back = texts.text("editor.kept.file", context.moments().full(file.at()));
        yield file.secretsLeftOut() == 0
            ? back
            : back + " " + texts.count("editor.kept.secrets", file.secretsLeftOut());
      }
    };
  }

  private void tell(String text, boolean choices) {
    rebaseText.setText(text);
    EditorForm.show(rebaseNotice, true);
    EditorForm.show(rebaseDraft, choices);
    EditorForm.show(dropDraft, choices);
  }

  /// @param now the version as it is by the latest news
  void follow(EditorMode.Redeploy mode, EditorDraft draft, VersionView now) {
    boolean same = now.revision().equals(mode.version().revision());
    boolean known = newer.filter(n -> n.version().revision().equals(now.revision())).isPresent();
    if (same || known) {
      return;
    }
    var found = new EditorMode.Redeploy(now, mode.rules());
    if (!draft.isChanged()) {
      drop.accept(found);
      return;
    }
    newer = Optional.of(found);
    dropping = null;
    conflicts = draft.conflicts(now.configuration());
    tell(
        context
            .texts()
            .text(
                "editor.stale",
                now.name(),
                now.revision(),
                words(changed(mode.base(), now.configuration()))),
        true);
  }

  private static List<DiffEntry> changed(Configuration before, Configuration after) {
    return ConfigurationDiff.between(before, after).stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .toList();
  }

  private String words(List<DiffEntry> entries) {
    return entries.isEmpty()
        ? context.texts().text("editor.stale.nothing")
        : entries.stream().map(names::of).collect(Collectors.joining(", "));
  }

  @FXML
  private void onRebase() {
    newer.ifPresent(
        now -> {
          String both = conflicts.isEmpty() ? "" : words(conflicts);
          putOn.accept(now);
          clear();
          var texts = context.texts();
          String revision = now.version().revision().toString();
          tell(
              both.isEmpty()
                  ? texts.text("editor.rebased", revision)
                  : texts.text("editor.rebased.conflicts", revision, both),
              false);
        });
  }

  @FXML
  private void onDrop() {
    var begin = dropping;
    if (begin != null) {
      clear();
      begin.run();
      return;
    }
    newer.ifPresent(
        now -> {
          clear();
          drop.accept(now);
        });
  }

  @FXML
  private void onClose() {
    EditorForm.show(rebaseNotice, false);
  }
}
