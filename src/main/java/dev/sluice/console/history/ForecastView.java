package dev.sluice.console.history;

import dev.sluice.console.widgets.Tone;
import dev.sluice.engine.api.Forecast;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Draws a forecast: its checks in a row, its risks as cards.
public final class ForecastView {
  private final ForecastWords words;

  public ForecastView(ForecastWords words) {
    this.words = words;
  }

  /// The checks, and how long it is expected to take.
  public List<Node> checks(Forecast forecast) {
    var nodes = new ArrayList<Node>();
    forecast.checks().forEach(check -> nodes.add(check(check)));
    var duration = new Label(words.duration(forecast));
    duration.setId("expectedDuration");
    duration.setGraphic(new FontIcon("mdmz-schedule"));
    duration.getStyleClass().addAll("check", Tone.QUIET.styleClass());
    nodes.add(duration);
    return nodes;
  }

  private Node check(Forecast.Check check) {
    var label = new Label(words.check(check));
    label.setId("check-" + check.code());
    label.setAccessibleText(words.checked(check));
    label.setWrapText(true);
    label.setGraphic(new FontIcon(check.passed() ? "mdal-check_circle" : "mdal-error"));
    label.getStyleClass().addAll("check", (check.passed() ? Tone.GOOD : Tone.BAD).styleClass());
    return label;
  }

  public List<Node> risks(Forecast forecast) {
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
