package dev.sluice.console.traffic;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.service.ServiceName;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// What is in force, what would be, the button that says the difference, and what to do when
/// somebody else was quicker.
final class TrafficFooter {
  private final ConsoleContext context;
  private final Actions actions;
  private final TrafficBar beforeBar;
  private final TrafficBar afterBar;
  private final Parent root;

  @FXML private HBox staleNotice;
  @FXML private Label staleText;
  @FXML private HBox beforeBox;
  @FXML private HBox afterBox;
  @FXML private Button resetTraffic;
  @FXML private Button applyTraffic;

  /// What its buttons do.
  interface Actions {
    void apply();

    void reset();

    void keepMine();
  }

  TrafficFooter(ConsoleContext context, Actions actions) {
    this.context = context;
    this.actions = actions;
    this.beforeBar = new TrafficBar(context.texts());
    this.afterBar = new TrafficBar(context.texts());
    this.root = Views.TRAFFIC_FOOTER.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    add(beforeBox, beforeBar, "beforeBar");
    add(afterBox, afterBar, "afterBar");
  }

  private static void add(HBox box, Node bar, String id) {
    bar.setId(id);
    HBox.setHgrow(bar, Priority.ALWAYS);
    box.getChildren().add(bar);
  }

  Parent root() {
    return root;
  }

  void show(ServiceName of, TrafficDraft draft, boolean busy) {
    var texts = context.texts();
    var before = draft.present().policy();
    var after = draft.policy();
    beforeBar.show(before);
    after.ifPresent(afterBar::show);
    afterBox.setDisable(after.isEmpty());
    applyTraffic.setText(
        after
            .map(policy -> Effect.text(texts, of, before, policy))
            .orElseGet(() -> texts.text("traffic.apply.unfinished")));
    boolean offline = context.feed().offline().getValue();
    applyTraffic.setDisable(
        busy || offline || !draft.isChanged() || draft.isStale() || after.isEmpty());
    resetTraffic.setDisable(busy || !draft.isChanged());
    showStale(draft);
  }

  private void showStale(TrafficDraft draft) {
    boolean stale = draft.isStale() && draft.isChanged();
    staleNotice.setVisible(stale);
    staleNotice.setManaged(stale);
    if (stale) {
      var texts = context.texts();
      staleText.setText(
          texts.text(
              "traffic.stale",
              draft.present().by(),
              Effect.inWords(texts, draft.base().policy()),
              Effect.inWords(texts, draft.present().policy())));
    }
  }

  @FXML
  private void onApply() {
    actions.apply();
  }

  @FXML
  private void onReset() {
    actions.reset();
  }

  @FXML
  private void onKeepMine() {
    actions.keepMine();
  }
}
