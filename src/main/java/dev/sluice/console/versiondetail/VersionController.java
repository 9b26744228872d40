package dev.sluice.console.versiondetail;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.shell.Screens;
import dev.sluice.console.widgets.CopyButton;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.VersionPalette;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.VersionView;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// One version: header and tabs. Each tab is a screen of its own that is shown while it is open.
final class VersionController implements Screen {
  private final ConsoleContext context;
  private final Map<Place.VersionTab, Screens.Loaded> screens =
      new EnumMap<>(Place.VersionTab.class);
  private final CopyButton copyAddress;
  private Subscription subscription = Subscription.EMPTY;
  private dev.sluice.engine.api.Subscription watch = () -> {};
  private Place.@Nullable Version place;
  private @Nullable Screen openTab;
  private Optional<OperationId> running = Optional.empty();
  private boolean seen;

  @FXML private Region versionSwatch;
  @FXML private Hyperlink toService;
  @FXML private Label versionTitle;
  @FXML private Pill versionState;
  @FXML private Label versionReason;
  @FXML private HBox addressBox;
  @FXML private Label versionAddress;
  @FXML private Label versionRevision;
  @FXML private Label versionShare;
  @FXML private Button openProgress;
  @FXML private Button restartVersion;
  @FXML private Button editAndRedeploy;
  @FXML private TabPane tabs;

  VersionController(ConsoleContext context) {
    this.context = context;
    this.copyAddress = new CopyButton(context.texts());
  }

  @FXML
  private void initialize() {
    copyAddress.setId("copyAddress");
    addressBox.getChildren().add(copyAddress);
    tabs.getSelectionModel().selectedItemProperty().subscribe((_, tab) -> onTab(tab));
  }

  @Override
  public void show(Place wanted) {
    if (!(wanted instanceof Place.Version next)) {
      throw new IllegalArgumentException("not a version: " + wanted);
    }
    if (place == null || !place.version().equals(next.version())) {
      seen = false;
      watch.close();
      watch = context.feed().watch(next.version().service());
      versionTitle.setText(next.version().toString());
      toService.setText(next.version().service().toString());
      VersionPalette.paint(versionSwatch, next.version());
    }
    place = next;
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(this::show),
            context.texts().language().subscribe(_ -> show(context.feed().state().get())));
    tabs.getSelectionModel().select(tabOf(next.tab()));
    showTab(next);
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    watch.close();
    watch = () -> {};
    place = null;
    closeTab();
  }

  @Override
  public boolean mayLeave(Runnable andThen) {
    return openTab == null || openTab.mayLeave(andThen);
  }

  private void show(EngineState state) {
    if (place == null) {
      return;
    }
    var version = Optional.ofNullable(state.versions().get(place.version()));
    version.ifPresent(view -> fill(view, state.connection().isUp()));
    if (seen && version.isEmpty()) {
      var service = place.version().service();
      context.navigator().replace(new Place.Service(service, Place.ServiceTab.VERSIONS));
    }
    seen |= version.isPresent();
  }

  private void fill(VersionView version, boolean online) {
    var texts = context.texts();
    running = version.operation();
    versionState.show(texts, version.state());
    present(versionReason, version.reason().map(texts::failure).orElse(""));
    versionAddress.setText(version.address().toString());
    copyAddress.offer(version.address().toString());
    versionRevision.setText(texts.text("versiondetail.revision", version.revision()));
    versionShare.setText(texts.text("versiondetail.share", version.trafficPercent()));
    boolean busy = running.isPresent();
    openProgress.setVisible(busy);
    openProgress.setManaged(busy);
    restartVersion.setDisable(busy || !online);
    editAndRedeploy.setDisable(busy || !online);
  }

  private static void present(Label label, String text) {
    label.setText(text);
    label.setVisible(!text.isEmpty());
    label.setManaged(!text.isEmpty());
  }

  @FXML
  private void onToService() {
    if (place != null) {
      var service = place.version().service();
      context.navigator().open(new Place.Service(service, Place.ServiceTab.VERSIONS));
    }
  }

  @FXML
  private void onEdit() {
    if (place != null) {
      context.navigator().open(new Place.EditVersion(place.version()));
    }
  }

  @FXML
  private void onRestart() {
    if (place != null) {
      VersionName version = place.version();
      context
          .background()
          .run(() -> context.engine().restart(version, ""))
          .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
          .start();
    }
  }

  @FXML
  private void onOpenProgress() {
    running.ifPresent(operation -> context.navigator().open(new Place.Progress(operation)));
  }

  private static String id(Place.VersionTab tab) {
    return "tab-" + tab.name().toLowerCase(Locale.ROOT);
  }

  private Tab tabOf(Place.VersionTab tab) {
    String id = id(tab);
    return tabs.getTabs().stream().filter(t -> id.equals(t.getId())).findFirst().orElseThrow();
  }

  /// The operator chose a tab: that is another place, but not one to go back through.
  private void onTab(Tab tab) {
    if (place == null) {
      return;
    }
    for (var chosen : Place.VersionTab.values()) {
      if (id(chosen).equals(tab.getId()) && chosen != place.tab()) {
        context.navigator().replace(new Place.Version(place.version(), chosen));
        return;
      }
    }
  }

  private void showTab(Place.Version wanted) {
    var screen = screens.computeIfAbsent(wanted.tab(), this::load);
    if (!screen.screen().equals(openTab)) {
      closeTab();
      openTab = screen.screen();
    }
    screen.screen().show(wanted);
  }

  private void closeTab() {
    if (openTab != null) {
      openTab.leave();
      openTab = null;
    }
  }

  private Screens.Loaded load(Place.VersionTab tab) {
    var loaded =
        context
            .screens()
            .load(
                switch (tab) {
                  case OVERVIEW -> Views.OVERVIEW_OF_VERSION;
                  case INSTANCES -> Views.INSTANCES_OF_VERSION;
                  case CONFIGURATION -> Views.CONFIGURATION_OF_VERSION;
                  case HISTORY -> Views.HISTORY_OF_VERSION;
                  case LOGS -> Views.LOGS;
                  case METRICS -> Views.METRICS_OF_VERSION;
                });
    tabOf(tab).setContent(loaded.node());
    return loaded;
  }
}
