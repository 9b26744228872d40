package dev.sluice.console.versions;

import dev.sluice.console.fx.Texts;
import dev.sluice.console.history.FieldNames;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.ResourceTable;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import java.io.File;
import java.io.FileInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;

/// Edits a configuration: of a new version, or of one that is redeployed in place.
final class EditorController implements Screen {
  private final ConsoleContext context;
  private final Texts texts;
  private final List<FormField> fields = new ArrayList<>();
  private @Nullable EditorMode mode;

  /// What was asked for last; the answer to anything before it comes too late.
  private long lastAsked;

  private @Nullable EditorDraft draft;

  @FXML private VBox root;
  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private HBox startFromBox;
  @FXML private ComboBox<StartPoint> startFrom;
  @FXML private VBox sections;
  @FXML private HBox trafficCards;
  @FXML private ToggleGroup startTraffic;
  @FXML private ToggleButton startTraffic0;
  @FXML private ToggleButton startTraffic100;
  @FXML private HBox trafficNote;
  @FXML private Label artifactSummary;
  @FXML private Button updateArtifact;
  @FXML private VBox artifactForm;
  @FXML private ComboBox<ArtifactForm.Kind> artifactKind;
  @FXML private FormField artifactLocation;
  @FXML private HBox artifactButtons;
  @FXML private VBox variableRows;
  @FXML private ComboBox<String> resourcesCpu;
  @FXML private ComboBox<String> resourcesMemory;
  @FXML private ComboBox<HealthCheck.Kind> healthKind;
  @FXML private CheckBox rollSurge;
  @FXML private VBox changes;
  @FXML private Label problems;
  @FXML private Button deployVersion;
  @FXML private Button review;

  /// Stands in the form in place of what it starts from, once.
  private Optional<Artifact> dropped = Optional.empty();

  EditorController(ConsoleContext context) {
    this.context = context;
    this.texts = context.texts();
  }

  @FXML
  private void initialize() {
    collect(sections);
    startTraffic0.setUserData(0);
    startTraffic100.setUserData(100);
    artifactKind.getItems().setAll(ArtifactForm.Kind.values());
    startFrom.setConverter(new StartPoint.Names(texts));
    artifactKind.setConverter(new Words<>(texts, "editor.artifact."));
    healthKind.getItems().setAll(HealthCheck.Kind.values());
    healthKind.setConverter(new Words<>(texts, "editor.health."));
    startTraffic
        .selectedToggleProperty()
        .addListener(
            (_, before, now) -> {
              if (now == null) {
                startTraffic.selectToggle(before);
              }
            });
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

  @Override
  public void show(Place place) {
    switch (place) {
      case Place.NewVersion wanted -> {
        dropped = wanted.artifact();
        load(() -> create(wanted.service(), wanted.copyOf()));
      }
      case Place.EditVersion wanted ->
          load(
              () ->
                  new EditorMode.Redeploy(
                      context.engine().getVersion(wanted.version()),
                      context.engine().info().rules()));
      case Place.Services _,
          Place.NewService _,
          Place.Service _,
          Place.Version _,
          Place.Progress _,
          Place.Diff _,
          Place.Compare _,
          Place.Operations _,
          Place.Engines _,
          Place.Settings _ ->
          throw new IllegalArgumentException("not a place of the editor: " + place);
    }
  }

  /// Like the version that has most of the traffic, when nothing else is asked for: that is what
  /// people mean by a new version.
  private EditorMode create(ServiceName service, Optional<NewVersion.Reference> copyOf) {
    return create(
        service,
        copyOf
            .map(StartPoint::new)
            .orElseGet(() -> StartPoint.serving(context.engine().listVersions(service))));
  }

  private EditorMode create(ServiceName service, StartPoint start) {
    var engine = context.engine();
    var points = new ArrayList<StartPoint>();
    points.add(start);
    StartPoint.all(engine.listVersions(service)).stream()
        .filter(point -> !point.equals(start))
        .forEach(points::add);
    var base = start.configuration(engine).withRemark("");
    return new EditorMode.Create(service, start, points, base, engine.info().rules());
  }

  /// An unfinished draft of the same place is kept (a network that was gone, a look elsewhere).
  private void load(Callable<EditorMode> start) {
    // Nothing can be typed or deployed before it is known what from.
    sections.setDisable(draft == null);
    deployVersion.setDisable(draft == null);
    review.setDisable(true);
    lastAsked++;
    long asked = lastAsked;
    context
        .background()
        .run(start)
        .onSuccess(
            loaded -> {
              if (lastAsked == asked) {
                begin(loaded);
              }
            })
        .start();
  }

  private void begin(EditorMode newMode) {
    sections.setDisable(false);
    if (mode != null && newMode.isSameAs(mode) && draft != null && draft.isChanged()) {
      takeDropped(draft.form());
      refresh();
      return;
    }
    mode = newMode;
    var form = new ConfigurationForm(newMode.base());
    draft = new EditorDraft(form, newMode.base(), newMode.rules());
    for (var field : fields) {
      if (!field.getPath().isEmpty()) {
        field.input().textProperty().unbind();
        var fresh = form.text(field.getPath());
        field.input().setText(fresh.get());
        fresh.bind(field.input().textProperty());
        field.input().textProperty().subscribe(this::refresh);
      }
    }
    bindChoices(form, newMode);
    new VariableRows(variableRows, form.variables(), texts, this::refresh);
    showMode(newMode);
    takeDropped(form);
    showArtifact(form.artifact().get());
    openArtifact(newMode instanceof EditorMode.Create);
    refresh();
  }

  private void takeDropped(ConfigurationForm form) {
    dropped.ifPresent(
        artifact -> {
          form.artifact().set(artifact);
          showArtifact(artifact);
        });
    dropped = Optional.empty();
  }

  private void bindChoices(ConfigurationForm form, EditorMode newMode) {
    var rows = newMode.rules().resources().rows();
    resourcesCpu.getItems().setAll(rows.stream().map(r -> r.cpu().toPlainString()).toList());
    resourcesCpu.setValue(form.text("resources.cpu").get());
    form.text("resources.cpu").bind(resourcesCpu.valueProperty());
    resourcesMemory.setConverter(new Memory());
    offerMemory(newMode, form.text("resources.memoryMiB").get());
    form.text("resources.memoryMiB").bind(resourcesMemory.valueProperty());
    resourcesCpu.valueProperty().subscribe(() -> offerMemory(newMode, resourcesMemory.getValue()));
    resourcesMemory.valueProperty().subscribe(this::refresh);
    healthKind.setValue(form.health().get());
    form.health().bind(healthKind.valueProperty());
    healthKind.valueProperty().subscribe(this::refresh);
    rollSurge.setSelected(form.surge().get());
    form.surge().bind(rollSurge.selectedProperty());
    rollSurge.selectedProperty().subscribe(this::refresh);
  }

  /// Only the amounts offered with the chosen CPU (R14); the nearest one when the present is not.
  private void offerMemory(EditorMode newMode, @Nullable String present) {
    var cpu = resourcesCpu.getValue();
    var row =
        cpu == null
            ? Optional.<ResourceTable.Row>empty()
            : newMode.rules().resources().find(new BigDecimal(cpu));
    var offered =
        row.map(r -> r.memoryMiB().stream().map(String::valueOf).toList()).orElse(List.of());
    resourcesMemory.getItems().setAll(offered);
    boolean fits = present != null && offered.contains(present);
    resourcesMemory.setValue(fits || offered.isEmpty() ? present : offered.getFirst());
    refresh();
  }

  private void showMode(EditorMode newMode) {
    boolean creates = newMode instanceof EditorMode.Create;
    show(startFromBox, creates);
    show(trafficCards, creates);
    show(trafficNote, !creates);
    show(deployVersion, creates);
    show(review, !creates);
    show(updateArtifact, !creates);
    show(artifactButtons, !creates);
    startTraffic.selectToggle(startTraffic0);
    switch (newMode) {
      case EditorMode.Create create -> {
        title.setText(texts.text("editor.title.new", create.service()));
        subtitle.setText(texts.text("editor.subtitle.new"));
        startFrom.setOnAction(_ -> {});
        startFrom.getItems().setAll(create.points());
        startFrom.setValue(create.start());
        startFrom.setOnAction(_ -> startAnew(create.service()));
      }
      case EditorMode.Redeploy redeploy -> {
        title.setText(texts.text("editor.title.edit", redeploy.name()));
        subtitle.setText(texts.text("editor.subtitle.edit", redeploy.version().revision()));
      }
    }
  }

  private void startAnew(ServiceName service) {
    var chosen = startFrom.getValue();
    if (chosen != null) {
      draft = null;
      load(() -> create(service, chosen));
    }
  }

  private static void show(Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  /// What is wrong beside its field, what changed in the side panel.
  private void refresh() {
    var present = draft;
    if (present == null) {
      return;
    }
    showViolations(present.violations());
    changes.getChildren().clear();
    var names = new FieldNames(texts);
    var entries = present.changes();
    entries.forEach(entry -> changes.getChildren().add(ChangeRow.of(names, entry)));
    if (entries.isEmpty()) {
      var nothing = new Label(texts.text("editor.changes.none"));
      nothing.getStyleClass().add("muted");
      nothing.setWrapText(true);
      changes.getChildren().add(nothing);
    }
    boolean ready = present.violations().isEmpty();
    deployVersion.setDisable(!ready);
    review.setDisable(!ready || !present.isChanged());
  }

  private void showViolations(List<Violation> violations) {
    for (var field : fields) {
      field.showProblem(
          violations.stream()
              .filter(v -> v.field().equals(field.getPath()) || isArtifact(field, v))
              .map(texts::violation)
              .findFirst()
              .orElse(""));
    }
    var others =
        violations.stream()
            .filter(v -> fields.stream().noneMatch(f -> f.getPath().equals(v.field())))
            .filter(v -> !isArtifact(artifactLocation, v))
            .map(texts::violation)
            .toList();
    problems.setText(String.join("\n", others));
    show(problems, !others.isEmpty());
  }

  private boolean isArtifact(FormField field, Violation violation) {
    return field == artifactLocation && violation.field().startsWith("artifact");
  }

  @FXML
  private void onAddVariable() {
    if (draft != null) {
      draft.form().variables().add(ConfigurationForm.Variable.empty());
    }
  }

  private void showArtifact(Artifact artifact) {
    var form = ArtifactForm.of(artifact);
    artifactKind.setValue(form.kind());
    artifactLocation.input().setText(form.location());
    artifactSummary.setText(
        texts.text("editor.artifact." + form.kind())
            + (form.location().isEmpty() ? "" : " · " + form.location()));
  }

  private void openArtifact(boolean open) {
    show(artifactForm, open);
    updateArtifact.setDisable(open);
  }

  @FXML
  private void onUpdateArtifact() {
    openArtifact(true);
  }

  /// Only the draft changes; nothing is deployed before the whole draft is (R35).
  @FXML
  private void onApplyArtifact() {
    applyArtifact();
    openArtifact(false);
  }

  /// An artifact that nobody touched stays as it is, also one of a kind that cannot be chosen here.
  private void applyArtifact() {
    if (draft != null && artifactKind.getValue() != null) {
      var typed = new ArtifactForm(artifactKind.getValue(), artifactLocation.input().getText());
      var before = draft.form().artifact().get();
      var artifact = typed.equals(ArtifactForm.of(before)) ? before : typed.read();
      draft.form().artifact().set(artifact);
      showArtifact(artifact);
      refresh();
    }
  }

  @FXML
  private void onDiscardArtifact() {
    if (draft != null) {
      showArtifact(draft.form().artifact().get());
    }
    openArtifact(false);
  }

  /// A file of this computer goes to the engine, which may be another one.
  @FXML
  private void onChooseFile() {
    var chooser = new FileChooser();
    File file = chooser.showOpenDialog(root.getScene().getWindow());
    if (file == null) {
      return;
    }
    context
        .background()
        .run(
            () -> {
              try (var bytes = new FileInputStream(file)) {
                return context.engine().upload(bytes);
              }
            })
        .onSuccess(
            digest -> {
              boolean isJar = file.getName().endsWith(".jar");
              artifactKind.setValue(isJar ? ArtifactForm.Kind.JAR : ArtifactForm.Kind.ARCHIVE);
              artifactLocation.input().setText(digest);
            })
        .start();
  }

  @FXML
  private void onDeploy() {
    if (!(mode instanceof EditorMode.Create create) || draft == null) {
      return;
    }
    applyArtifact();
    if (!draft.violations().isEmpty()) {
      return;
    }
    var configuration = draft.form().read().configuration();
    int percent = startTraffic100.isSelected() ? 100 : 0;
    var wanted =
        new NewVersion(
            new NewVersion.Given(configuration, create.start().reference()),
            percent,
            configuration.remark());
    deployVersion.setDisable(true);
    start(() -> context.engine().createVersion(create.service(), wanted));
  }

  @FXML
  private void onReview() {
    if (mode instanceof EditorMode.Redeploy redeploy && draft != null) {
      var configuration = draft.form().read().configuration();
      new ReviewDialog(context, redeploy.version(), configuration, this::redeploy).open();
    }
  }

  private void redeploy(Configuration configuration, String remark) {
    if (mode instanceof EditorMode.Redeploy redeploy) {
      var version = redeploy.version();
      start(
          () ->
              context
                  .engine()
                  .redeploy(
                      version.name(),
                      configuration,
                      Optional.of(version.revision()),
                      remark,
                      false));
    }
  }

  private void start(Callable<Operation> command) {
    context
        .background()
        .run(command)
        .onSuccess(
            operation -> {
              draft = null;
              mode = null;
              context.navigator().replace(new Place.Progress(operation.id()));
            })
        .onProblem(this::refused)
        .start();
  }

  /// The engine's own words beside the field; what was typed stays.
  private void refused(Problem problem) {
    refresh();
    if (problem.fields().isEmpty()) {
      context.notifier().problem(problem);
    } else {
      // As the request spells them; the form's fields are those of the configuration.
      showViolations(
          problem.fields().stream()
              .map(field -> field.from("configuration").from("overrides"))
              .toList());
    }
  }

  @FXML
  private void onCancel() {
    draft = null;
    mode = null;
    context.navigator().back();
  }

  /// Asks once; staying keeps what was typed.
  @Override
  public boolean mayLeave(Runnable andThen) {
    if (draft == null || !draft.isChanged()) {
      return true;
    }
    new LeaveDialog(context)
        .open(
            () -> {
              draft = null;
              mode = null;
              andThen.run();
            });
    return false;
  }
}
