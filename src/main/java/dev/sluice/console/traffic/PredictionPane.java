package dev.sluice.console.traffic;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.TabLeaves;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.RequestSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Match prediction (R30): where pasted requests would go by the policy that is being edited. The
/// engine decides, with the gateway's own code; nothing is sent.
final class PredictionPane {
  private static final Duration PAUSE = Duration.millis(200);

  private final ConsoleContext context;
  private final Parent root;
  private final PauseTransition pause = new PauseTransition(PAUSE);
  private Optional<ServiceName> service = Optional.empty();
  private Optional<TrafficPolicy> policy = Optional.empty();
  private List<RequestSample> samples = List.of();

  /// What was asked last; the answer to anything before it comes too late.
  private long asked;

  @FXML private TextArea samplesText;
  @FXML private VBox predictions;
  @FXML private Label predictionNote;

  PredictionPane(ConsoleContext context) {
    this.context = context;
    this.root = Views.TRAFFIC_PREDICTION.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    TabLeaves.from(samplesText);
    pause.setOnFinished(_ -> ask());
    samplesText
        .textProperty()
        .subscribe(
            text -> {
              samples = SampleText.read(text);
              pause.playFromStart();
            });
  }

  Parent root() {
    return root;
  }

  void show(ServiceName of, TrafficDraft draft) {
    var wanted = draft.policy();
    if (!service.equals(Optional.of(of)) || !wanted.equals(policy)) {
      service = Optional.of(of);
      policy = wanted;
      pause.playFromStart();
    }
  }

  void retell() {
    ask();
  }

  private void ask() {
    asked++;
    if (samples.isEmpty() || service.isEmpty()) {
      note(context.texts().text("traffic.predict.none"));
    } else if (policy.isEmpty()) {
      note(context.texts().text("traffic.predict.unfinished"));
    } else {
      ask(service.get(), policy.get(), samples);
    }
  }

  private void ask(ServiceName of, TrafficPolicy by, List<RequestSample> requests) {
    long mine = asked;
    context
        .background()
        .run(() -> context.engine().predict(of, requests, Optional.of(by)))
        .onSuccess(
            found -> {
              if (mine == asked) {
                showAll(requests, found);
              }
            })
        .onProblem(
            problem -> {
              if (mine == asked) {
                note(text(problem));
              }
            })
        .start();
  }

  private String text(Problem problem) {
    return context.texts().problem(problem);
  }

  private void note(String text) {
    predictions.getChildren().clear();
    predictionNote.setText(text);
  }

  private void showAll(List<RequestSample> requests, List<Prediction> found) {
    var rows = new ArrayList<Node>();
    for (int i = 0; i < Math.min(requests.size(), found.size()); i++) {
      rows.add(row(i, requests.get(i), found.get(i)));
    }
    predictions.getChildren().setAll(rows);
    predictionNote.setText(context.texts().count("traffic.predict.count", rows.size()));
  }

  private Node row(int index, RequestSample request, Prediction prediction) {
    var url = new Label(request.url());
    url.getStyleClass().add("prediction-url");
    url.setTooltip(new Tooltip(request.url()));
    var reason = new Label(reason(prediction));
    reason.setId("prediction-" + index);
    reason.getStyleClass().add("muted");
    reason.setWrapText(true);
    HBox.setHgrow(reason, Priority.ALWAYS);
    var target = new HBox(8);
    target.setAlignment(Pos.CENTER_LEFT);
    prediction
        .version()
        .ifPresent(
            version -> {
              var name = new VersionLabel();
              name.setId("predicted-" + index);
              name.show(version);
              name.setMinWidth(Region.USE_PREF_SIZE);
              target.getChildren().add(name);
            });
    target.getChildren().add(reason);
    var row = new VBox(2, url, target);
    row.getStyleClass().add("prediction");
    return row;
  }

  /// In the reader's language; the engine's own words are English.
  private String reason(Prediction prediction) {
    var texts = context.texts();
    if (prediction.rule().isPresent()) {
      return texts.text("traffic.predict.rule", prediction.rule().getAsInt());
    }
    if (policy.filter(TrafficPolicy.ByRules.class::isInstance).isPresent()) {
      return texts.text("traffic.predict.default");
    }
    return policy
        .map(by -> texts.text("traffic.predict.share", Effect.inWords(texts, by)))
        .orElse("");
  }
}
