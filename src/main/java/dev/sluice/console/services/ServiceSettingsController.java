package dev.sluice.console.services;

import atlantafx.base.controls.ToggleSwitch;
import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.console.widgets.CopyButton;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ServiceView;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be set of a service as a whole, each with what it does in words.
final class ServiceSettingsController implements Screen {
  private final ConsoleContext context;
  private final CopyButton copy;
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable ServiceName service;
  private @Nullable PublicSwitch publicSwitch;
  private boolean frozen;

  @FXML private Label settingsDomain;
  @FXML private HBox settingsDomainBox;
  @FXML private ToggleSwitch settingsPublic;
  @FXML private Label settingsPublicText;
  @FXML private Label settingsFreezeTitle;
  @FXML private Label settingsFreezeText;
  @FXML private Button freezeService;
  @FXML private FontIcon freezeIcon;
  @FXML private Label settingsRecord;
  @FXML private Label settingsDeleteText;
  @FXML private Button settingsDelete;

  ServiceSettingsController(ConsoleContext context) {
    this.context = context;
    this.copy = new CopyButton(context.texts());
  }

  @FXML
  private void initialize() {
    settingsDomainBox.getChildren().setAll(copy);
    publicSwitch = new PublicSwitch(context, settingsPublic);
  }

  @Override
  public void show(Place place) {
    if (!(place instanceof Place.Service wanted)) {
      throw new IllegalArgumentException("not a service: " + place);
    }
    service = wanted.service();
    subscription.unsubscribe();
    subscription =
        Subscription.combine(
            context.feed().state().subscribe(state -> follow(state)),
            context.texts().language().subscribe(_ -> follow(context.feed().state().get())));
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
  }

  private void follow(EngineState state) {
    Optional.ofNullable(service)
        .map(name -> state.services().get(name))
        .ifPresent(view -> show(state, view));
  }

  private void show(EngineState state, ServiceView view) {
    var texts = context.texts();
    boolean online = state.connection().isUp();
    settingsDomain.setText(texts.text("service.settings.domain.text", view.domain()));
    copy.offer(view.domain());
    if (publicSwitch != null) {
      publicSwitch.show(view);
    }
    settingsPublicText.setText(
        texts.text(
            view.publicAccess() ? "service.settings.public.on" : "service.settings.public.off"));
    frozen = view.state() == ServiceView.State.FROZEN;
    int instances =
        state.versionsOf(view.name()).stream().mapToInt(one -> one.instances().wanted()).sum();
    settingsFreezeTitle.setText(
        texts.text(frozen ? "service.settings.frozen" : "service.settings.freeze"));
    settingsFreezeText.setText(
        texts.text(frozen ? "service.settings.frozen.text" : "service.settings.freeze.text"));
    freezeService.setText(
        frozen
            ? texts.text("service.settings.unfreeze.do", view.name())
            : texts.count("service.settings.freeze.do", instances, view.name()));
    freezeIcon.setIconLiteral(frozen ? "mdmz-play_arrow" : "mdal-ac_unit");
    boolean busy =
        state.versionsOf(view.name()).stream().anyMatch(one -> one.operation().isPresent());
    freezeService.setDisable(!online || busy || view.versions().isEmpty());
    settingsRecord.setText(
        texts.text(
            "service.settings.record.text",
            context.moments().full(view.createdAt()),
            context.moments().full(view.updatedAt())));
    int versions = view.versions().size();
    settingsDeleteText.setText(
        versions == 0
            ? texts.text("delete.text.service")
            : texts.count("service.settings.delete.versions", versions));
    settingsDelete.setText(texts.text("delete.confirm", view.name()));
    settingsDelete.setDisable(!online || versions > 0);
  }

  @FXML
  private void onFreeze() {
    var name = service;
    if (name == null) {
      return;
    }
    boolean thaw = frozen;
    context
        .background()
        .run(
            (Callable<Operation>)
                () ->
                    thaw ? context.engine().unfreeze(name, "") : context.engine().freeze(name, ""))
        .onSuccess(operation -> context.navigator().open(new Place.Progress(operation.id())))
        .start();
  }

  @FXML
  private void onDelete() {
    if (service != null) {
      Deletion.ofService(context, service).open();
    }
  }
}
