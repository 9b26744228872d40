package dev.sluice.console.versions;

import dev.sluice.console.fx.Views;
import dev.sluice.console.history.FieldNames;
import dev.sluice.console.history.ForecastWords;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Configuration;
import dev.sluice.engine.api.Forecast;
import dev.sluice.engine.api.VersionView;
import java.util.function.BiConsumer;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// What a redeploy will change and do, before it is started: the diff, the checks, the three risks.
final class ReviewDialog {
  private final ConsoleContext context;
  private final VersionView version;
  private final Configuration draft;
  private final BiConsumer<Configuration, String> confirmed;
  private final Parent root;

  @FXML private Label reviewTitle;
  @FXML private VBox reviewChanges;
  @FXML private VBox reviewChecks;
  @FXML private VBox reviewRisks;
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
    this.root = Views.REVIEW.loadFor(context.texts(), this);
  }

  void open() {
    reviewTitle.setText(context.texts().text("editor.review.title", version.name()));
    saveAndRedeploy.setDisable(true);
    context.overlay().open(root, reviewRemark);
    context
        .background()
        .run(() -> context.engine().forecast(version.name(), draft))
        .onSuccess(this::show)
        .start();
  }

  private void show(Forecast forecast) {
    var names = new FieldNames(context.texts());
    forecast.entries().stream()
        .filter(entry -> entry.change() != DiffEntry.Change.EQUAL)
        .forEach(entry -> reviewChanges.getChildren().add(ChangeRow.of(names, entry)));
    forecast.checks().forEach(check -> reviewChecks.getChildren().add(row(check)));
    var words = new ForecastWords(context.texts(), context.moments());
    for (var risk : words.risks(forecast)) {
      var title = new Label(risk.title());
      title.getStyleClass().add("change-name");
      var text = new Label(risk.text());
      text.setWrapText(true);
      text.getStyleClass().add("muted");
      reviewRisks.getChildren().add(new VBox(title, text));
    }
    saveAndRedeploy.setDisable(!forecast.checks().stream().allMatch(Forecast.Check::passed));
  }

  private Node row(Forecast.Check check) {
    var icon = new FontIcon(check.passed() ? "mdal-check_circle" : "mdal-cancel");
    var text =
        new Label(
            check.passed()
                ? context.texts().text("editor.check." + check.code())
                : check.message());
    text.setWrapText(true);
    var row = new HBox(icon, text);
    row.getStyleClass().addAll("check-row", check.passed() ? "tone-good" : "tone-bad");
    return row;
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
