package dev.sluice.console.traffic;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The traffic editor of one service. Nothing is applied while sliders move.
final class TrafficController implements Screen {
  private final ConsoleContext context;
  private final TrafficApplication application;
  private final List<ShareRow> shown = new ArrayList<>();
  private final TrafficBar beforeBar;
  private final TrafficBar afterBar;
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable ServiceName service;
  private @Nullable TrafficDraft draft;
  private boolean busy;

  @FXML private EmptyState noCandidates;
  @FXML private Node editor;
  @FXML private VBox rows;
  @FXML private ComboBox<VersionName> presetVersion;
  @FXML private HBox presets;
  @FXML private Button blueGreen;
  @FXML private Button previous;
  @FXML private Button takeOff;
  @FXML private Label sum;
  @FXML private HBox staleNotice;
  @FXML private Label staleText;
  @FXML private HBox beforeBox;
  @FXML private HBox afterBox;
  @FXML private Button resetTraffic;
  @FXML private Button applyTraffic;

  TrafficController(ConsoleContext context) {
    this.context = context;
    this.application = new TrafficApplication(context);
    this.beforeBar = new TrafficBar(context.texts());
    this.afterBar = new TrafficBar(context.texts());
  }

  @FXML
  void initialize() {
    for (int percent : new int[] {1, 5, 10, 50, 100}) {
      var button = new Button(percent + " %");
      button.setId("preset-" + percent);
      button.getStyleClass().add("number");
      button.setOnAction(_ -> preset(percent));
      button.disableProperty().bind(presetVersion.valueProperty().isNull());
      presets.getChildren().add(button);
    }
    blueGreen.disableProperty().bind(presetVersion.valueProperty().isNull());
    beforeBar.setId("beforeBar");
    afterBar.setId("afterBar");
    HBox.setHgrow(beforeBar, Priority.ALWAYS);
    HBox.setHgrow(afterBar, Priority.ALWAYS);
    beforeBox.getChildren().add(beforeBar);
    afterBox.getChildren().add(afterBar);
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Service wanted)) {
      throw new IllegalArgumentException("not a service: " + place);
    }
    if (!wanted.service().equals(service)) {
      service = wanted.service();
      draft = null;
      presetVersion.setValue(null);
    }
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            context.texts().language().subscribe(_ -> render()));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
  }

  private void follow(EngineState state) {
    var view = present(state);
    if (view.isEmpty()) {
      return;
    }
    var versions = state.versionsOf(view.get().name());
    var traffic = view.get().traffic();
    draft = draft == null ? TrafficDraft.of(traffic, versions) : draft.follow(traffic, versions);
    render();
  }

  private Optional<ServiceView> present(EngineState state) {
    return service == null ? Optional.empty() : Optional.ofNullable(state.services().get(service));
  }

  private void change(UnaryOperator<LinkedShares> change) {
    if (draft != null) {
      draft = draft.with(change);
      render();
    }
  }

  private void render() {
    if (draft == null || service == null) {
      return;
    }
    var state = context.feed().state().get();
    var shares = draft.shares();
    boolean none = shares.percent().isEmpty();
    noCandidates.setVisible(none);
    editor.setVisible(!none);
    showRows(state, draft);
    showTargets(shares);
    showFooter(draft, service);
    showStale(draft);
  }

  private void showRows(EngineState state, TrafficDraft now) {
    var wanted = List.copyOf(now.shares().percent().keySet());
    if (!shown.stream().map(ShareRow::version).toList().equals(wanted)) {
      shown.clear();
      wanted.forEach(version -> shown.add(row(version)));
      rows.getChildren().setAll(shown);
    }
    for (var row : shown) {
      row.show(
          now.shares(),
          now.present().policy().shareOf(row.version()).value(),
          Optional.<VersionView>ofNullable(state.versions().get(row.version())),
          Optional.ofNullable(state.metrics().get(row.version())));
    }
  }

  private ShareRow row(VersionName version) {
    return new ShareRow(
        context.texts(),
        version,
        percent -> change(shares -> shares.move(version, percent)),
        (name, locked) -> change(shares -> shares.lock(name, locked)));
  }

  /// Presets are for the newest version until another one is chosen.
  private void showTargets(LinkedShares shares) {
    var versions = List.copyOf(shares.percent().keySet());
    var chosen = presetVersion.getValue();
    if (!presetVersion.getItems().equals(versions)) {
      presetVersion.getItems().setAll(versions);
      presetVersion.setValue(
          versions.isEmpty() || (chosen != null && versions.contains(chosen))
              ? chosen
              : versions.getLast());
    }
  }

  private void showFooter(TrafficDraft now, ServiceName of) {
    var before = now.present().policy();
    var after = now.shares().policy();
    beforeBar.show(before);
    afterBar.show(after);
    sum.setText(context.texts().text("traffic.sum", now.shares().sum()));
    applyTraffic.setText(Effect.text(context.texts(), of, before, after));
    boolean offline = context.feed().offline().getValue();
    applyTraffic.setDisable(busy || offline || !now.isChanged() || now.isStale());
    resetTraffic.setDisable(busy || !now.isChanged());
    previous.setDisable(busy || offline || now.present().revision() < 1);
    takeOff.setDisable(after.versions().isEmpty());
  }

  private void showStale(TrafficDraft now) {
    boolean stale = now.isStale() && now.isChanged();
    staleNotice.setVisible(stale);
    staleNotice.setManaged(stale);
    if (stale) {
      staleText.setText(
          context
              .texts()
              .text(
                  "traffic.stale",
                  now.present().by(),
                  Effect.inWords(context.texts(), now.base().policy()),
                  Effect.inWords(context.texts(), now.present().policy())));
    }
  }

  private void preset(int percent) {
    var target = presetVersion.getValue();
    change(shares -> percent == 100 ? shares.allTo(target) : shares.move(target, percent));
  }

  @FXML
  void onBlueGreen() {
    var target = presetVersion.getValue();
    change(
        shares -> {
          var leading = shares.leading();
          if (leading.isEmpty()) {
            return shares.allTo(target);
          }
          return shares.exchange(
              target, leading.get().equals(target) ? second(shares) : leading.get());
        });
  }

  /// The other side of a switch whose target leads already.
  private static VersionName second(LinkedShares shares) {
    var others = new TreeMap<>(shares.percent());
    var leading = shares.leading().orElseThrow();
    others.remove(leading);
    return others.entrySet().stream()
        .reduce((a, b) -> b.getValue() >= a.getValue() ? b : a)
        .map(java.util.Map.Entry::getKey)
        .orElse(leading);
  }

  @FXML
  void onPrevious() {
    if (service == null) {
      return;
    }
    var of = service;
    context
        .background()
        .run(() -> context.engine().listTrafficHistory(of, new Page.Request(0, 2)).items())
        .onSuccess(history -> takePrevious(history))
        .start();
  }

  private void takePrevious(List<TrafficView> history) {
    TrafficPolicy policy =
        history.size() > 1 ? history.get(1).policy() : TrafficPolicy.ByPercent.OFF;
    if (draft == null) {
      return;
    }
    draft
        .shares()
        .take(policy)
        .ifPresentOrElse(
            taken -> change(_ -> taken),
            () ->
                context
                    .notifier()
                    .problem(application.cannotReturn(Effect.inWords(context.texts(), policy))));
  }

  @FXML
  void onTakeOff() {
    change(LinkedShares::off);
  }

  @FXML
  void onReset() {
    draft = null;
    follow(context.feed().state().get());
  }

  @FXML
  void onKeepMine() {
    if (draft != null) {
      draft = draft.keep();
      render();
    }
  }

  @FXML
  void onApply() {
    if (draft == null || service == null) {
      return;
    }
    var asked = draft;
    busy = true;
    render();
    application.apply(
        service,
        asked,
        applied -> {
          busy = false;
          draft = new TrafficDraft(applied, applied, asked.shares());
          render();
        },
        this::refused);
  }

  private void refused(Problem problem, Optional<TrafficView> present) {
    busy = false;
    if (draft != null && present.isPresent()) {
      draft = new TrafficDraft(draft.base(), present.get(), draft.shares());
    }
    if (problem.kind() != Problem.Kind.STALE) {
      context.notifier().problem(problem);
    }
    render();
  }
}
