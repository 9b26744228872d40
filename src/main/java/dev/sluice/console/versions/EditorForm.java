package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.domain.service.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The fields of a configuration in their groups, and what is wrong beside each.
final class EditorForm {
  private final Texts texts;
  private final Runnable changed;
  private final ArtifactSection artifact;
  private final Parent root;
  private final List<FormField> fields = new ArrayList<>();

  /// Of the form that is shown; a form that is put aside keeps what was typed.
  private final List<Property<?>> bound = new ArrayList<>();

  private Optional<ConfigurationForm> form = Optional.empty();
  private ResourceTable resources = new ResourceTable(List.of());
  private boolean filling;

  @FXML private VBox groups;
  @FXML private VBox variableRows;
  @FXML private ComboBox<String> resourcesCpu;
  @FXML private ComboBox<String> resourcesMemory;
  @FXML private ComboBox<Protocol> protocol;
  @FXML private ComboBox<HealthCheck.Kind> healthKind;
  @FXML private CheckBox rollSurge;

  /// @param changed called after each edit
  EditorForm(ConsoleContext context, Runnable changed) {
    this.texts = context.texts();
    this.changed = changed;
    this.artifact = new ArtifactSection(context, this::onChange);
    this.root = Views.EDITOR_FORM.loadFor(texts, this);
  }

  /// Says its choices in the present language.
  void reword() {
    protocol.setConverter(new Words<>(texts, "editor.protocol."));
    healthKind.setConverter(new Words<>(texts, "editor.health."));
    artifact.reword();
  }

  @FXML
  private void initialize() {
    collect(groups);
    groups.getChildren().addFirst(artifact.root());
    protocol.getItems().setAll(Protocol.values());
    healthKind.getItems().setAll(HealthCheck.Kind.values());
    reword();
    resourcesMemory.setConverter(new Memory());
    fields.forEach(field -> field.input().textProperty().subscribe(this::onChange));
    resourcesCpu
        .valueProperty()
        .subscribe(
            () -> {
              offerMemory(resourcesMemory.getValue());
              onChange();
            });
    resourcesMemory.valueProperty().subscribe(this::onChange);
    protocol.valueProperty().subscribe(this::onChange);
    healthKind.valueProperty().subscribe(this::onChange);
    rollSurge.selectedProperty().subscribe(this::onChange);
  }

  private void collect(Parent parent) {
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (child instanceof FormField field) {
        fields.add(field);
      } else if (child instanceof Parent inner) {
        collect(inner);
      }
    }
  }

  private void onChange() {
    if (!filling) {
      changed.run();
    }
  }

  Parent root() {
    return root;
  }

  static void show(Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  /// @param creates whether it is for a new version, whose artifact is edited at once
  void show(ConfigurationForm shown, ConfigurationRules rules, boolean creates) {
    filling = true;
    bound.forEach(Property::unbind);
    bound.clear();
    form = Optional.of(shown);
    resources = rules.resources();
    for (var field : fields) {
      var text = shown.text(field.getPath());
      field.input().setText(text.get());
      bind(text, field.input().textProperty());
    }
    bindChoices(shown);
    new VariableRows(variableRows, shown.variables(), texts, this::onChange);
    artifact.show(shown, creates);
    filling = false;
    changed.run();
  }

  private <T> void bind(Property<T> property, ObservableValue<T> to) {
    property.bind(to);
    bound.add(property);
  }

  private void bindChoices(ConfigurationForm shown) {
    var memory = shown.text("resources.memoryMiB").get();
    var rows = resources.rows();
    resourcesCpu.getItems().setAll(rows.stream().map(r -> r.cpu().toPlainString()).toList());
    resourcesCpu.setValue(shown.text("resources.cpu").get());
    bind(shown.text("resources.cpu"), resourcesCpu.valueProperty());
    offerMemory(memory);
    bind(shown.text("resources.memoryMiB"), resourcesMemory.valueProperty());
    protocol.setValue(shown.protocol().get());
    bind(shown.protocol(), protocol.valueProperty());
    healthKind.setValue(shown.health().get());
    bind(shown.health(), healthKind.valueProperty());
    rollSurge.setSelected(shown.surge().get());
    shown.surge().bind(rollSurge.selectedProperty());
    bound.add(shown.surge());
  }

  /// Only the amounts offered with the chosen CPU (R14); the nearest one when the present is not.
  private void offerMemory(@Nullable String present) {
    var cpu = resourcesCpu.getValue();
    var row =
        cpu == null ? Optional.<ResourceTable.Row>empty() : resources.find(new BigDecimal(cpu));
    var offered =
        row.map(r -> r.memoryMiB().stream().map(String::valueOf).toList()).orElse(List.of());
    if (!resourcesMemory.getItems().equals(offered)) {
      resourcesMemory.getItems().setAll(offered);
    }
    boolean fits = present != null && offered.contains(present);
    resourcesMemory.setValue(fits || offered.isEmpty() ? present : offered.getFirst());
  }

  @FXML
  private void onAddVariable() {
    form.ifPresent(one -> one.variables().add(Variable.empty()));
  }

  /// Another artifact in place of the one that the form began with.
  void take(Artifact other) {
    artifact.take(other);
  }

  /// Takes over an artifact that was typed and not applied.
  void applyArtifact() {
    artifact.apply();
  }

  /// Beside the fields.
  ///
  /// @return those that no field is for, in words
  List<String> showViolations(List<Violation> violations) {
    var draft = form.map(one -> one.read().configuration());
    var shown = new HashSet<Violation>();
    for (var field : fields) {
      show(field, field.getPath(), violations, draft, shown);
    }
    show(artifact.field(), "artifact", violations, draft, shown);
    return violations.stream()
        .filter(violation -> !shown.contains(violation))
        .map(texts::violation)
        .toList();
  }

  private void show(
      FormField field,
      String path,
      List<Violation> violations,
      Optional<Configuration> draft,
      Set<Violation> shown) {
    var its =
        violations.stream()
            .filter(v -> draft.map(d -> ScalingFields.field(v, d)).orElse(v.field()).equals(path))
            .toList();
    field.showProblem(its.stream().map(texts::violation).findFirst().orElse(""));
    shown.addAll(its);
  }
}
