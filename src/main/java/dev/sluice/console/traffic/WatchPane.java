package dev.sluice.console.traffic;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.VersionLabel;
import dev.sluice.domain.service.VersionName;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// The stable and the new version side by side, as they are measured just now.
final class WatchPane {
  private final ConsoleContext context;
  private final Parent root;
  private boolean filling;

  @FXML private ComboBox<VersionName> stableVersion;
  @FXML private ComboBox<VersionName> newVersion;
  @FXML private GridPane watchGrid;
  @FXML private Label watchNote;

  WatchPane(ConsoleContext context) {
    this.context = context;
    this.root = Views.TRAFFIC_WATCH.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    for (var choice : List.of(stableVersion, newVersion)) {
      choice.setCellFactory(_ -> new VersionCell());
      choice.setButtonCell(new VersionCell());
      choice
          .valueProperty()
          .subscribe(
              (_, _) -> {
                if (!filling) {
                  fill(context.feed().state().get());
                }
              });
    }
  }

  Parent root() {
    return root;
  }

  /// Forgets which versions were compared.
  void clear() {
    filling = true;
    stableVersion.setValue(null);
    newVersion.setValue(null);
    filling = false;
  }

  void show(TrafficDraft draft, EngineState state) {
    var versions = List.copyOf(draft.shares().percent().keySet());
    filling = true;
    offer(stableVersion, versions, () -> Watch.stable(draft, versions));
    offer(
        newVersion,
        versions,
        () -> Watch.newer(versions, Optional.ofNullable(stableVersion.getValue())));
    filling = false;
    fill(state);
  }

  /// What was chosen stays chosen while it is there.
  private static void offer(
      ComboBox<VersionName> choice,
      List<VersionName> versions,
      java.util.function.Supplier<Optional<VersionName>> usual) {
    var chosen = choice.getValue();
    if (!choice.getItems().equals(versions)) {
      choice.getItems().setAll(versions);
    }
    choice.setValue(
        chosen != null && versions.contains(chosen) ? chosen : usual.get().orElse(null));
  }

  private void fill(EngineState state) {
    var watch =
        new Watch(
            Optional.ofNullable(stableVersion.getValue()).map(state.metrics()::get),
            Optional.ofNullable(newVersion.getValue()).map(state.metrics()::get));
    var texts = context.texts();
    watchGrid.getChildren().clear();
    int row = 0;
    for (var line : watch.lines()) {
      var name = new Label(texts.text("traffic.watch." + line.key()));
      name.getStyleClass().add("muted");
      var newer = figure(line.newer());
      newer.setId("watch-" + line.key());
      var cell = new HBox(6, newer);
      cell.setMaxWidth(Region.USE_PREF_SIZE);
      mark(newer, cell, line);
      watchGrid.addRow(row++, name, figure(line.stable()), cell);
    }
    watchNote.setText(texts.text("traffic.watch.note"));
  }

  private void mark(Label newer, HBox cell, Watch.Line line) {
    line.verdict()
        .ifPresent(
            verdict -> {
              boolean worse = verdict == Watch.Verdict.WORSE;
              cell.getStyleClass().addAll("watch-mark", worse ? "tone-bad" : "tone-good");
              cell.getChildren()
                  .add(new FontIcon(worse ? "mdal-arrow_upward" : "mdal-arrow_downward"));
              newer.setAccessibleText(
                  context.texts().text("traffic.watch." + verdict, line.newer(), line.stable()));
            });
  }

  private static Label figure(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("number", "watch-figure");
    return label;
  }

  /// Versions in their colours.
  private static final class VersionCell extends ListCell<VersionName> {
    private final VersionLabel label = new VersionLabel();

    @Override
    protected void updateItem(@Nullable VersionName version, boolean empty) {
      super.updateItem(version, empty);
      if (version == null || empty) {
        setGraphic(null);
        return;
      }
      label.show(version);
      setGraphic(label);
    }
  }
}
