package dev.sluice.console.engines;

import dev.sluice.console.connect.KnownEngine;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.shell.EngineNames;
import dev.sluice.console.widgets.CopyButton;
import dev.sluice.console.widgets.Pill;
import dev.sluice.console.widgets.Tone;
import java.net.URI;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// One engine of the list: name, address, certificate, and what can be done with it.
final class EngineCard extends HBox {
  private final Texts texts;
  private final Button use = new Button();
  private final Button edit = new Button();
  private final Button remove = new Button();
  private final CheckBox guarded = new CheckBox();

  /// @param open whether it is the one that is worked with
  EngineCard(Texts texts, KnownEngine engine, boolean open) {
    super(16);
    this.texts = texts;
    getStyleClass().add("engine-card");
    setAlignment(Pos.CENTER_LEFT);
    String name = EngineNames.name(texts, engine);
    use.setId("use-" + engine.id());
    use.setText(texts.text("engines.use"));
    use.setAccessibleText(texts.text("engines.use.named", name));
    use.setVisible(!open);
    edit.setId("edit-" + engine.id());
    edit.setGraphic(new FontIcon("mdal-edit"));
    edit.getStyleClass().addAll("flat", "button-icon");
    edit.setAccessibleText(texts.text("engines.edit.named", name));
    edit.setVisible(!engine.isLocal());
    remove.setId("remove-" + engine.id());
    remove.setGraphic(new FontIcon("mdal-delete"));
    remove.getStyleClass().addAll("flat", "button-icon");
    remove.setAccessibleText(texts.text("engines.remove.named", name));
    remove.setVisible(!engine.isLocal() && !open);
    guarded.setId("guard-" + engine.id());
    guarded.setText(texts.text("engines.guarded"));
    guarded.setAccessibleText(texts.text("engines.guarded.named", name));
    guarded.setSelected(engine.guarded());
    guarded.setMinWidth(Region.USE_PREF_SIZE);
    var what = new VBox(6, title(name, open), address(engine));
    engine.fingerprint().ifPresent(print -> what.getChildren().add(fingerprint(print)));
    HBox.setHgrow(what, Priority.ALWAYS);
    var icon = new FontIcon(engine.isLocal() ? "mdal-computer" : "mdal-dns");
    getChildren().setAll(icon, what, guarded, use, edit, remove);
  }

  Button use() {
    return use;
  }

  Button edit() {
    return edit;
  }

  Button remove() {
    return remove;
  }

  CheckBox guarded() {
    return guarded;
  }

  private HBox title(String name, boolean open) {
    var label = new Label(name);
    label.getStyleClass().add("row-title");
    var line = new HBox(8, label);
    line.setAlignment(Pos.CENTER_LEFT);
    if (open) {
      var pill = new Pill();
      pill.show(Tone.GOOD, texts.text("engines.open"));
      line.getChildren().add(pill);
    }
    return line;
  }

  private HBox address(KnownEngine engine) {
    var label =
        new Label(engine.address().map(URI::toString).orElse(texts.text("engines.local.text")));
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add("muted");
    var line = new HBox(4, label);
    line.setAlignment(Pos.CENTER_LEFT);
    engine.address().ifPresent(uri -> line.getChildren().add(copy(uri.toString())));
    return line;
  }

  private HBox fingerprint(String print) {
    var label = new Label("SHA-256 " + print.substring(0, Math.min(23, print.length())) + "…");
    label.getStyleClass().addAll("muted", "fingerprint");
    var line = new HBox(4, label, copy(print));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private CopyButton copy(String text) {
    var copy = new CopyButton(texts);
    copy.offer(text);
    return copy;
  }
}
