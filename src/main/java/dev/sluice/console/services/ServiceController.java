package dev.sluice.console.services;

import atlantafx.base.controls.ToggleSwitch;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.shell.Screens;
import dev.sluice.console.widgets.CopyButton;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.Subscription;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// One service: header and tabs. Each tab is a screen of its own that is shown while it is open.
final class ServiceController implements Screen {
  private final ConsoleContext context;
  private final Map<Place.ServiceTab, Screens.Loaded> screens =
      new EnumMap<>(Place.ServiceTab.class);
  private final TrafficBar trafficBar;
  private final CopyButton copyDomain;
  private javafx.util.Subscription subscription = javafx.util.Subscription.EMPTY;
  private Subscription watch = () -> {};
  private Place.@Nullable Service place;
  private @Nullable Screen openTab;
  private boolean seen;
  private @Nullable PublicSwitch publicSwitch;

  @FXML private Label serviceTitle;
  @FXML private Pill serviceState;
  @FXML private Hyperlink openDomain;
  @FXML private HBox domainBox;
  @FXML private HBox barBox;
  @FXML private ToggleSwitch publicAccess;
  @FXML private Button newVersionOfService;
  @FXML private Button deleteService;
  @FXML private TabPane tabs;

  ServiceController(ConsoleContext context) {
    this.context = context;
    this.trafficBar = new TrafficBar(context.texts());
    this.copyDomain = new CopyButton(context.texts());
  }

  @FXML
  void initialize() {
    copyDomain.setId("copyDomain");
    domainBox.getChildren().add(1, copyDomain);
    trafficBar.setId("serviceTraffic");
    trafficBar.setCursor(Cursor.HAND);
    trafficBar.setFocusTraversable(true);
    trafficBar.setOnMouseClicked(_ -> openTraffic());
    trafficBar.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            openTraffic();
          }
        });
    HBox.setHgrow(trafficBar, javafx.scene.layout.Priority.ALWAYS);
    barBox.getChildren().add(trafficBar);
    var offline = context.feed().offline();
    publicSwitch = new PublicSwitch(context, publicAccess);
    deleteService.disableProperty().bind(offline);
    newVersionOfService.disableProperty().bind(offline);
    tabs.getSelectionModel().selectedItemProperty().subscribe((_, tab) -> onTab(tab));
  }

  @Override
  public void show(Place wanted) {
    if (!(wanted instanceof Place.Service next)) {
      throw new IllegalArgumentException("not a service: " + wanted);
    }
    boolean same = place != null && place.service().equals(next.service());
    if (!same) {
      seen = false;
      watch.close();
      watch = context.feed().watch(next.service());
      serviceTitle.setText(next.service().value());
    }
    place = next;
    if (javafx.util.Subscription.EMPTY.equals(subscription)) {
      subscription =
          javafx.util.Subscription.combine(
              context.feed().state().subscribe(this::show),
              context.texts().language().subscribe(_ -> show(context.feed().state().get())));
    } else {
      show(context.feed().state().get());
    }
    tabs.getSelectionModel().select(tabOf(next.tab()));
    showTab(next);
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    subscription = javafx.util.Subscription.EMPTY;
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
    var service = Optional.ofNullable(state.services().get(place.service()));
    service.ifPresent(this::show);
    if (seen && service.isEmpty()) {
      context.navigator().replace(new Place.Services());
    }
    seen |= service.isPresent();
  }

  private void show(ServiceView service) {
    serviceState.show(context.texts(), service.state());
    openDomain.setText(service.domain());
    copyDomain.offer(url(service.name()));
    trafficBar.show(service.traffic().policy());
    if (publicSwitch != null) {
      publicSwitch.show(service);
    }
  }

  /// With the gateway's port, which the domain alone does not tell.
  private String url(ServiceName service) {
    var state = context.feed().state().get();
    String domain =
        Optional.ofNullable(state.services().get(service))
            .map(ServiceView::domain)
            .orElse(service.value());
    String port =
        state
            .info()
            .map(info -> java.net.URI.create(info.gateway()).getPort())
            .filter(number -> number > 0)
            .map(number -> ":" + number)
            .orElse("");
    return "http://" + domain + port + "/";
  }

  @FXML
  void onOpenDomain() {
    if (place != null) {
      context.browser().accept(url(place.service()));
    }
  }

  @FXML
  void onNewVersion() {
    if (place != null) {
      context.navigator().open(new Place.NewVersion(place.service(), Optional.empty()));
    }
  }

  @FXML
  void onDelete() {
    if (place != null) {
      Deletion.ofService(context, place.service()).open();
    }
  }

  private void openTraffic() {
    tabs.getSelectionModel().select(tabOf(Place.ServiceTab.TRAFFIC));
  }

  private Tab tabOf(Place.ServiceTab tab) {
    return tabs.getTabs().stream()
        .filter(one -> idOf(tab).equals(one.getId()))
        .findFirst()
        .orElseThrow();
  }

  private static String idOf(Place.ServiceTab tab) {
    return "tab-" + tab.name().toLowerCase(Locale.ROOT);
  }

  /// The operator chose a tab: that is another place, but not one to go back through.
  private void onTab(Tab tab) {
    if (place == null) {
      return;
    }
    var chosen =
        Arrays.stream(Place.ServiceTab.values())
            .filter(one -> idOf(one).equals(tab.getId()))
            .findFirst()
            .orElseThrow();
    if (chosen != place.tab()) {
      context.navigator().replace(new Place.Service(place.service(), chosen));
    }
  }

  private void showTab(Place.Service wanted) {
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

  private Screens.Loaded load(Place.ServiceTab tab) {
    var loaded =
        context
            .screens()
            .load(
                switch (tab) {
                  case VERSIONS -> Views.VERSIONS_OF_SERVICE;
                  case TRAFFIC -> Views.TRAFFIC;
                  case OPERATIONS -> Views.OPERATIONS;
                  case LOGS -> Views.LOGS;
                  case METRICS -> Views.METRICS_OF_SERVICE;
                  case SETTINGS -> Views.SETTINGS_OF_SERVICE;
                });
    tabOf(tab).setContent(loaded.node());
    return loaded;
  }
}
