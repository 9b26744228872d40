package dev.sluice.console.versions;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.history.FieldNames;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Edits a configuration: of a new version, or of one that is redeployed in place.
final class EditorController implements Screen {
  private final ConsoleContext context;
  private final Texts texts;
  private final EditorForm form;
  private final KeptDrafts kept;
  private final Rebase rebase;
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable EditorMode mode;
  private @Nullable EditorDraft draft;

  /// Stands in the form in place of what it starts from, once.
  private Optional<Artifact> dropped = Optional.empty();

  /// What was asked for last; the answer to anything before it comes too late.
  private long lastAsked;

  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private HBox startFromBox;
  @FXML private ComboBox<StartPoint> startFrom;
  @FXML private VBox noticeBox;
  @FXML private ScrollPane formPane;
  @FXML private VBox sections;
  @FXML private HBox trafficCards;
  @FXML private ToggleGroup startTraffic;
  @FXML private ToggleButton startTraffic0;
  @FXML private ToggleButton startTraffic100;
  @FXML private HBox trafficNote;
  @FXML private VBox changes;
  @FXML private Label problems;
  @FXML private Button deployVersion;
  @FXML private Button review;

  EditorController(ConsoleContext context) {
    this.context = context;
    this.texts = context.texts();
    this.kept = KeptDrafts.of(context);
    this.form = new EditorForm(context, this::refresh);
    this.rebase = new Rebase(context, this::putOn, this::dropMine);
  }

  @FXML
  private void initialize() {
    sections.getChildren().add(form.root());
    noticeBox.getChildren().setAll(rebase.root());
    startFrom.setConverter(new StartPoint.Names(texts));
    startTraffic
        .selectedToggleProperty()
        .addListener(
            (_, before, now) -> {
              if (now == null) {
                startTraffic.selectToggle(before);
              }
            });
  }

  @Override
  public void show(Place place) {
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            texts.language().subscribe(_ -> reword()));
    var places = new EditorPlaces(context.engine());
    if (place instanceof Place.NewVersion wanted) {
      dropped = wanted.artifact();
      var start =
          wanted.copyOf().isPresent() ? Optional.<StartPoint>empty() : kept.start(wanted.service());
      load(() -> places.create(wanted.service(), wanted.copyOf(), start));
    } else if (place instanceof Place.EditVersion wanted) {
      load(() -> places.redeploy(wanted.version()));
    } else {
      throw new IllegalArgumentException("not a place of the editor: " + place);
    }
  }

  /// Without having been asked where the window is closed or another engine chosen: then a changed
  /// draft is kept.
  @Override
  public void leave() {
    subscription.unsubscribe();
    if (mode != null && draft != null && draft.isChanged()) {
      kept.keep(mode, draft, traffic());
    }
  }

  /// Somebody may redeploy the version while its configuration is edited.
  private void follow(EngineState state) {
    var edited = draft;
    if (mode instanceof EditorMode.Redeploy redeploy && edited != null) {
      Optional.ofNullable(state.versions().get(redeploy.name()))
          .ifPresent(now -> rebase.follow(redeploy, edited, now));
    }
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
      takeDropped();
      refresh();
      return;
    }
    rebase.clear();
    kept.take(newMode)
        .ifPresentOrElse(
            one -> goOn(one, newMode),
            () -> {
              var fresh = new ConfigurationForm(newMode.base());
              begin(newMode, new EditorDraft(fresh, newMode.base(), newMode.rules()), 0);
            });
    takeDropped();
    formPane.setVvalue(0);
  }

  private void takeDropped() {
    dropped.ifPresent(form::take);
    dropped = Optional.empty();
  }

  /// A draft that was kept goes on where it was, also when its version has changed meanwhile.
  private void goOn(KeptDrafts.Kept one, EditorMode now) {
    if (one.mode() instanceof EditorMode.Create || one.origin() instanceof KeptDrafts.Origin.File) {
      begin(one.mode(), one.draft(), one.startTraffic());
    } else {
      begin(now, one.draft().onto(now.base()), 0);
    }
    rebase.back(now, one.origin(), () -> beginAnew(now));
  }

  private void beginAnew(EditorMode now) {
    kept.drop(now);
    begin(now, new EditorDraft(new ConfigurationForm(now.base()), now.base(), now.rules()), 0);
  }

  private void begin(EditorMode newMode, EditorDraft newDraft, int traffic) {
    mode = newMode;
    draft = newDraft;
    form.show(newDraft.form(), newMode.rules(), newMode instanceof EditorMode.Create);
    showMode(newMode);
    startTraffic.selectToggle(traffic == 100 ? startTraffic100 : startTraffic0);
    refresh();
  }

  private void showMode(EditorMode newMode) {
    boolean creates = newMode instanceof EditorMode.Create;
    EditorForm.show(startFromBox, creates);
    EditorForm.show(trafficCards, creates);
    EditorForm.show(trafficNote, !creates);
    EditorForm.show(deployVersion, creates);
    EditorForm.show(review, !creates);
    showWords(newMode);
    if (newMode instanceof EditorMode.Create create) {
      startFrom.setOnAction(_ -> {});
      startFrom.getItems().setAll(create.points());
      startFrom.setValue(create.start());
      startFrom.setOnAction(_ -> startAnew(create));
    }
  }

  /// What is open is told in another language.
  private void reword() {
    var shown = mode;
    if (shown != null) {
      showWords(shown);
      startFrom.setConverter(new StartPoint.Names(texts));
      form.reword();
      refresh();
    }
  }

  private void showWords(EditorMode shown) {
    switch (shown) {
      case EditorMode.Create create -> {
        title.setText(texts.text("editor.title.new", create.service()));
        subtitle.setText(texts.text("editor.subtitle.new"));
      }
      case EditorMode.Redeploy redeploy -> {
        title.setText(texts.text("editor.title.edit", redeploy.name()));
        subtitle.setText(texts.text("editor.subtitle.edit", redeploy.version().revision()));
      }
    }
  }

  private void startAnew(EditorMode.Create create) {
    var chosen = startFrom.getValue();
    if (chosen != null) {
      draft = null;
      load(() -> new EditorPlaces(context.engine()).create(create.service(), chosen));
    }
  }

  /// What is wrong beside its field, what changed in the side panel.
  private void refresh() {
    var present = draft;
    if (present == null) {
      return;
    }
    showViolations(present.violations());
    var names = new FieldNames(texts);
    var entries = present.changes();
    changes.getChildren().setAll(entries.stream().map(e -> ChangeRow.of(names, e)).toList());
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
    var others = form.showViolations(violations);
    problems.setText(String.join("\n", others));
    EditorForm.show(problems, !others.isEmpty());
  }

  /// The edits on what was deployed meanwhile.
  private void putOn(EditorMode.Redeploy now) {
    if (draft != null) {
      begin(now, draft.onto(now.base()), 0);
    }
  }

  private void dropMine(EditorMode.Redeploy now) {
    begin(now, new EditorDraft(new ConfigurationForm(now.base()), now.base(), now.rules()), 0);
  }

  private int traffic() {
    return startTraffic100.isSelected() ? 100 : 0;
  }

  @FXML
  private void onDeploy() {
    if (!(mode instanceof EditorMode.Create create) || draft == null) {
      return;
    }
    form.applyArtifact();
    if (!draft.violations().isEmpty()) {
      return;
    }
    var configuration = draft.form().read().configuration();
    var wanted =
        new NewVersion(
            new NewVersion.Given(configuration, create.start().reference()),
            traffic(),
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
              dropKept();
              forget();
              context.navigator().replace(new Place.Progress(operation.id()));
            })
        .onProblem(this::refused)
        .start();
  }

  private void dropKept() {
    if (mode != null) {
      kept.drop(mode);
    }
  }

  private void forget() {
    draft = null;
    mode = null;
  }

  /// The engine's own words beside the field; what was typed stays.
  private void refused(Problem problem) {
    refresh();
    if (problem.fields().isEmpty() || problem.kind() == Problem.Kind.STALE) {
      context.notifier().problem(problem);
    }
    if (!problem.fields().isEmpty()) {
      // As the request spells them; the form's fields are those of the configuration.
      showViolations(
          problem.fields().stream()
              .map(field -> field.from("configuration").from("overrides"))
              .toList());
    }
  }

  @FXML
  private void onCancel() {
    dropKept();
    forget();
    context.navigator().back();
  }

  /// Asks once; staying keeps what was typed, and so does keeping the draft for later.
  @Override
  public boolean mayLeave(Runnable andThen) {
    var asked = mode;
    var left = draft;
    if (asked == null || left == null || !left.isChanged()) {
      return true;
    }
    Runnable go =
        () -> {
          forget();
          andThen.run();
        };
    Runnable dropAndGo =
        () -> {
          kept.drop(asked);
          go.run();
        };
    Runnable keepAndGo =
        () -> {
          kept.keep(asked, left, traffic());
          go.run();
        };
    new LeaveDialog(context).open(dropAndGo, keepAndGo);
    return false;
  }
}
