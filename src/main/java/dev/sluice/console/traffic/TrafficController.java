package dev.sluice.console.traffic;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.TrafficView;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The traffic editor of one service: three ways to tell requests apart, and beside them what is
/// measured, what would match, and what was before. Nothing is applied while it is edited, unless
/// the operator wants that.
final class TrafficController implements Screen, TrafficFooter.Actions {
  private final ConsoleContext context;
  private final TrafficApplication application;
  private final LiveApplication live;
  private final PercentPane percentPane;
  private final RulesPane rulesPane;
  private final TrafficFooter footer;
  private final TrafficSide side;
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable ServiceName service;
  private @Nullable TrafficDraft draft;
  private boolean busy;
  private boolean filling;

  @FXML private EmptyState noCandidates;
  @FXML private Node editor;
  @FXML private ToggleGroup modes;
  @FXML private ToggleButton modePercent;
  @FXML private ToggleButton modeUrlParameter;
  @FXML private ToggleButton modeHeader;
  @FXML private StackPane modePane;
  @FXML private StackPane sidePane;
  @FXML private VBox footerBox;

  TrafficController(ConsoleContext context) {
    this.context = context;
    this.application = new TrafficApplication(context);
    this.live = new LiveApplication(application, this::appliedLive, this::refused);
    this.percentPane =
        new PercentPane(context, this::changeShares, this::changeSticky, this::takePrevious);
    this.rulesPane = new RulesPane(context, this::changeRules);
    this.footer = new TrafficFooter(context, this);
    this.side = new TrafficSide(context, this::restore);
  }

  @FXML
  private void initialize() {
    modePercent.setUserData(TrafficMode.PERCENT);
    modeUrlParameter.setUserData(TrafficMode.URL_PARAMETER);
    modeHeader.setUserData(TrafficMode.HEADER);
    modes.selectedToggleProperty().addListener((_, before, now) -> onMode(before, now));
    modePane.getChildren().setAll(percentPane.root(), rulesPane.root());
    sidePane.getChildren().setAll(side.root());
    footerBox.getChildren().setAll(footer.root());
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Service wanted)) {
      throw new IllegalArgumentException("not a service: " + place);
    }
    if (!wanted.service().equals(service)) {
      service = wanted.service();
      draft = null;
      percentPane.clear();
      side.clear();
    }
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::follow),
            context
                .texts()
                .language()
                .subscribe(
                    _ -> {
                      render();
                      side.retell();
                    }));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    // Whoever comes back has to say again that every move is meant.
    percentPane.applyWhileMoving(false);
  }

  private void follow(EngineState state) {
    if (service == null) {
      return;
    }
    var of = service;
    Optional.ofNullable(state.services().get(of))
        .ifPresent(
            view -> {
              var versions = state.versionsOf(of);
              var traffic = view.traffic();
              draft =
                  draft == null
                      ? TrafficDraft.of(traffic, versions)
                      : draft.follow(traffic, versions);
              render();
            });
  }

  private void changeShares(UnaryOperator<LinkedShares> change) {
    if (draft != null && service != null) {
      edited(service, draft.with(change));
    }
  }

  private void changeSticky(boolean wanted) {
    if (draft != null && service != null) {
      edited(service, draft.withSticky(wanted));
    }
  }

  private void edited(ServiceName of, TrafficDraft next) {
    draft = next;
    render();
    if (percentPane.isAppliedWhileMoving() && !next.isStale() && next.isChanged()) {
      next.policy().ifPresent(policy -> live.offer(of, next.present(), policy));
    }
  }

  private void appliedLive(TrafficView applied) {
    if (draft != null) {
      draft = draft.applied(applied);
      render();
    }
  }

  private void changeRules(UnaryOperator<RulesDraft> change) {
    if (draft != null) {
      draft = draft.withRules(change);
      render();
    }
  }

  /// One mode is always chosen.
  private void onMode(@Nullable Toggle before, @Nullable Toggle now) {
    if (now == null) {
      modes.selectToggle(before);
    } else if (!filling && draft != null) {
      draft = draft.in((TrafficMode) now.getUserData());
      side.suit(draft.mode());
      render();
    }
  }

  private void render() {
    if (draft == null || service == null) {
      return;
    }
    var state = context.feed().state().get();
    boolean none = draft.shares().percent().isEmpty();
    noCandidates.setVisible(none);
    editor.setVisible(!none);
    showMode(draft.mode());
    percentPane.show(draft, state, busy);
    rulesPane.show(draft);
    footer.show(service, draft, busy);
    side.show(service, draft, state);
  }

  private void showMode(TrafficMode mode) {
    filling = true;
    modes.getToggles().stream()
        .filter(toggle -> mode == toggle.getUserData())
        .forEach(modes::selectToggle);
    filling = false;
    boolean percent = mode == TrafficMode.PERCENT;
    percentPane.root().setVisible(percent);
    rulesPane.root().setVisible(!percent);
  }

  private void takePrevious() {
    if (service == null) {
      return;
    }
    var of = service;
    context
        .background()
        .run(() -> context.engine().listTrafficHistory(of, new Page.Request(0, 2)).items())
        .onSuccess(this::takePrevious)
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
        .filter(_ -> policy instanceof TrafficPolicy.ByPercent)
        .ifPresentOrElse(
            taken -> changeShares(_ -> taken),
            () ->
                context
                    .notifier()
                    .problem(application.cannotReturn(Effect.inWords(context.texts(), policy))));
  }

  private void restore(TrafficView earlier) {
    if (draft != null && service != null) {
      application.restore(service, earlier, draft.present(), this::beginAnew);
    }
  }

  private void beginAnew(TrafficView traffic) {
    if (draft != null && service != null) {
      draft = draft.anew(traffic, context.feed().state().get().versionsOf(service));
      render();
    }
  }

  @Override
  public void reset() {
    draft = null;
    follow(context.feed().state().get());
  }

  @Override
  public void keepMine() {
    if (draft != null) {
      draft = draft.keep();
      render();
    }
  }

  @Override
  public void apply() {
    if (draft == null || service == null || draft.policy().isEmpty()) {
      return;
    }
    var of = service;
    var base = draft.base();
    busy = true;
    render();
    application.apply(
        of,
        base,
        draft.policy().get(),
        (applied, took) -> {
          busy = false;
          beginAnew(applied);
          application.offerUndo(of, base, applied, took);
        },
        this::refused);
  }

  private void refused(Problem problem, Optional<TrafficView> present) {
    busy = false;
    if (draft != null && present.isPresent()) {
      draft = draft.knowing(present.get());
    }
    if (problem.kind() != Problem.Kind.STALE) {
      context.notifier().problem(problem);
    }
    render();
  }
}
