package dev.sluice.console.versions;

import dev.sluice.console.fx.Views;
import dev.sluice.console.history.DiffPane;
import dev.sluice.console.history.ForecastView;
import dev.sluice.console.history.ForecastWords;
import dev.sluice.console.history.References;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.VersionView;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What a redeploy will change and do, before it is started: the diff, the checks, the three risks.
/// The draft can also be compared with an earlier configuration.
final class ReviewDialog {
  private final ConsoleContext context;
  private final VersionView version;
  private final Configuration draft;
  private final BiConsumer<Configuration, String> confirmed;
  private final DiffPane diff;
  private final Parent root;

  @FXML private Label reviewTitle;
  @FXML private ComboBox<NewVersion.Reference> reviewAgainst;
  @FXML private VBox reviewDiff;
  @FXML private FlowPane reviewChecks;
  @FXML private HBox reviewRisks;
  @FXML private TextField reviewRemark;
  @FXML private Button saveAndRedeploy;

  /// @param confirmed takes the draft and the remark
  ReviewDialog(
      ConsoleContext context,
      VersionView version,
      Configuration draft,
      BiConsumer<Configuration, String> confirmed) {
    this.context = context;
    this.version = version;
    this.draft = draft;
    this.confirmed = confirmed;
    this.diff = new DiffPane(context);
    this.root = Views.REVIEW.loadFor(context.texts(), this);
  }

  void open() {
    reviewTitle.setText(context.texts().text("editor.review.title", version.name()));
    reviewDiff.getChildren().setAll(diff.root());
    diff.listenIn(root);
    saveAndRedeploy.setDisable(true);
    var now = new NewVersion.OfVersion(version.name());
    reviewAgainst.setConverter(new References.Names(context.texts()));
    reviewAgainst.getItems().setAll(List.of(now));
    reviewAgainst.setValue(now);
    reviewAgainst.setOnAction(_ -> compare(reviewAgainst.getValue()));
    context.overlay().open(root, reviewRemark);
    context
        .background()
        .run(() -> context.engine().forecast(version.name(), draft))
        .onSuccess(this::show)
        .start();
    context
        .background()
        .run(() -> References.of(context.engine(), version))
        .onSuccess(found -> reviewAgainst.getItems().addAll(found.subList(1, found.size())))
        .start();
  }

  private void show(Forecast forecast) {
    compared(new NewVersion.OfVersion(version.name()), forecast.entries());
    var view = new ForecastView(new ForecastWords(context.texts(), context.moments()));
    reviewChecks.getChildren().setAll(view.checks(forecast));
    reviewRisks.getChildren().setAll(view.risks(forecast));
    saveAndRedeploy.setDisable(!forecast.checks().stream().allMatch(Forecast.Check::passed));
  }

  private void compare(NewVersion.Reference with) {
    context
        .background()
        .run(() -> context.engine().diff(with, draft))
        .onSuccess(
            entries -> {
              if (with.equals(reviewAgainst.getValue())) {
                compared(with, entries);
              }
            })
        .start();
  }

  private void compared(NewVersion.Reference with, List<DiffEntry> entries) {
    var texts = context.texts();
    String left = References.name(texts, with);
    String right = texts.text("editor.review.draft");
    diff.show(
        new DiffPane.Sides(texts.text("compare.title.both", left, right), left, "", right, ""),
        entries);
  }

  @FXML
  private void onConfirm() {
    context.overlay().close();
    confirmed.accept(draft, reviewRemark.getText());
  }

  @FXML
  private void onBack() {
    context.overlay().close();
  }
}
