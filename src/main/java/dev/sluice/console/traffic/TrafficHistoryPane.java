package dev.sluice.console.traffic;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.TrafficBar;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.TrafficView;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The policies a service has had, newest first, each of which can be put in force again (R69).
final class TrafficHistoryPane {
  private static final int MOST = 50;

  private final ConsoleContext context;
  private final Consumer<TrafficView> restore;
  private final Parent root;
  private Optional<ServiceName> service = Optional.empty();
  private long revision = -1;
  private Page<TrafficView> found = new Page<>(java.util.List.of(), 0);

  @FXML private VBox policies;
  @FXML private Label policyCount;

  /// @param restore puts a policy in force again
  TrafficHistoryPane(ConsoleContext context, Consumer<TrafficView> restore) {
    this.context = context;
    this.restore = restore;
    this.root = Views.TRAFFIC_HISTORY.loadFor(context.texts(), this);
  }

  Parent root() {
    return root;
  }

  /// Reads again when there is a policy more.
  void show(ServiceName of, TrafficDraft draft) {
    long now = draft.present().revision();
    if (!service.equals(Optional.of(of)) || now != revision) {
      service = Optional.of(of);
      revision = now;
      context
          .background()
          .run(() -> context.engine().listTrafficHistory(of, new Page.Request(0, MOST)))
          .onSuccess(
              page -> {
                if (service.equals(Optional.of(of))) {
                  found = page;
                  retell();
                }
              })
          .start();
    }
  }

  void retell() {
    policies.getChildren().setAll(found.items().stream().map(this::row).toList());
    policyCount.setText(context.texts().count("traffic.history.count", found.total()));
  }

  private Node row(TrafficView policy) {
    var texts = context.texts();
    var bar = new TrafficBar(texts);
    bar.show(policy.policy());
    var what =
        new Label(
            policy.by().isEmpty()
                ? context.moments().full(policy.updatedAt())
                : context.moments().full(policy.updatedAt()) + " · " + policy.by());
    what.getStyleClass().add("row-subtitle");
    what.setWrapText(true);
    HBox.setHgrow(what, Priority.ALWAYS);
    what.setMaxWidth(Double.MAX_VALUE);
    var line = new HBox(8, what);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getChildren().add(policy.revision() == revision ? present() : button(policy));
    var row = new VBox(6, bar, line);
    row.getStyleClass().add("policy-row");
    return row;
  }

  private Node present() {
    var label = new Label(context.texts().text("traffic.history.present"));
    label.getStyleClass().add("muted");
    return label;
  }

  private Node button(TrafficView policy) {
    var button = new Button(context.texts().text("traffic.history.restore"));
    button.setId("restore-" + policy.revision());
    button.getStyleClass().add("small");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(
        context
            .texts()
            .text(
                "traffic.history.restore.named", Effect.inWords(context.texts(), policy.policy())));
    button.disableProperty().bind(context.feed().offline());
    button.setOnAction(_ -> restore.accept(policy));
    return button;
  }
}
