package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.Artifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The artifact's own small form: its "apply" changes only the draft (R35).
final class ArtifactSection {
  private final ConsoleContext context;
  private final Texts texts;
  private final Runnable changed;
  private final Parent root;
  private Optional<ConfigurationForm> form = Optional.empty();

  @FXML private HBox artifactBar;
  @FXML private Label artifactSummary;
  @FXML private Button updateArtifact;
  @FXML private VBox artifactForm;
  @FXML private ComboBox<ArtifactForm.Kind> artifactKind;
  @FXML private FormField artifactLocation;
  @FXML private HBox artifactButtons;

  /// @param changed called after another artifact was applied to the draft
  ArtifactSection(ConsoleContext context, Runnable changed) {
    this.context = context;
    this.texts = context.texts();
    this.changed = changed;
    this.root = Views.ARTIFACT.loadFor(texts, this);
  }

  @FXML
  private void initialize() {
    artifactKind.getItems().setAll(ArtifactForm.Kind.values());
    artifactKind.setConverter(new Words<>(texts, "editor.artifact."));
  }

  void reword() {
    artifactKind.setConverter(new Words<>(texts, "editor.artifact."));
    form.ifPresent(shown -> summarise(ArtifactForm.of(shown.artifact().get())));
  }

  Parent root() {
    return root;
  }

  /// The field that violations of the artifact stand beside.
  FormField field() {
    return artifactLocation;
  }

  /// @param open whether it is edited at once, without an "apply" of its own
  void show(ConfigurationForm shown, boolean open) {
    form = Optional.of(shown);
    showArtifact(shown.artifact().get());
    EditorForm.show(artifactBar, !open);
    EditorForm.show(artifactButtons, !open);
    openForm(open);
  }

  void take(Artifact other) {
    form.ifPresent(
        into -> {
          into.artifact().set(other);
          showArtifact(other);
          changed.run();
        });
  }

  private void showArtifact(Artifact artifact) {
    var typed = ArtifactForm.of(artifact);
    artifactKind.setValue(typed.kind());
    artifactLocation.input().setText(typed.location());
    summarise(typed);
  }

  private void summarise(ArtifactForm typed) {
    artifactSummary.setText(
        texts.text("editor.artifact." + typed.kind())
            + (typed.location().isEmpty() ? "" : " · " + typed.location()));
  }

  private void openForm(boolean open) {
    EditorForm.show(artifactForm, open);
    updateArtifact.setDisable(open);
  }

  @FXML
  private void onUpdateArtifact() {
    openForm(true);
  }

  @FXML
  private void onApplyArtifact() {
    apply();
    openForm(false);
  }

  /// An artifact that nobody touched stays as it is, also one of a kind that cannot be chosen here.
  void apply() {
    form.ifPresent(
        into -> {
          var typed = new ArtifactForm(artifactKind.getValue(), artifactLocation.input().getText());
          var before = into.artifact().get();
          var artifact = typed.equals(ArtifactForm.of(before)) ? before : typed.read();
          into.artifact().set(artifact);
          showArtifact(artifact);
          changed.run();
        });
  }

  @FXML
  private void onDiscardArtifact() {
    form.ifPresent(into -> showArtifact(into.artifact().get()));
    openForm(false);
  }

  /// A file of this computer goes to the engine, which may be another one.
  @FXML
  private void onChooseFile() {
    context
        .files()
        .open(root.getScene().getWindow(), texts.text("editor.artifact.choose"))
        .ifPresent(this::upload);
  }

  private void upload(Path file) {
    context
        .background()
        .run(
            () -> {
              try (var bytes = Files.newInputStream(file)) {
                return context.engine().upload(bytes);
              }
            })
        .onSuccess(
            digest -> {
              boolean isJar = file.toString().endsWith(".jar");
              artifactKind.setValue(isJar ? ArtifactForm.Kind.JAR : ArtifactForm.Kind.ARCHIVE);
              artifactLocation.input().setText(digest);
            })
        .start();
  }
}
