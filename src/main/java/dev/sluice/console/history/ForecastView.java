package dev.sluice.console.history;

import dev.sluice.console.widgets.Tone;
import dev.sluice.engine.api.Forecast;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Draws a forecast: its checks in a row, its risks as cards.
final class ForecastView {
  private final ForecastWords words;

  ForecastView(ForecastWords words) {
    this.words = words;
  }

  List<Node> checks(Forecast forecast) {
    return forecast.checks().stream().map(this::check).toList();
  }

  private Node check(Forecast.Check check) {
    var label = new Label(words.check(check));
    label.setId("check-" + check.code());
    label.setWrapText(true);
    label.setGraphic(new FontIcon(check.passed() ? "mdal-check_circle" : "mdal-error"));
    label.getStyleClass().addAll("check", (check.passed() ? Tone.GOOD : Tone.BAD).styleClass());
    return label;
  }

  List<Node> risks(Forecast forecast) {
    return words.risks(forecast).stream().map(ForecastView::risk).toList();
  }

  private static Node risk(ForecastWords.Risk risk) {
    var title = new Label(risk.title());
    title.getStyleClass().add("row-title");
    var text = new Label(risk.text());
    text.setWrapText(true);
    text.setMinHeight(Label.USE_PREF_SIZE);
    var card = new VBox(4, title, text);
    card.setId("risk-" + risk.key());
    card.getStyleClass().add("risk");
    HBox.setHgrow(card, Priority.ALWAYS);
    return card;
  }
}
