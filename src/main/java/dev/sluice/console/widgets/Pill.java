package dev.sluice.console.widgets;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;

/// A state in a word, with a colour and an icon, so that neither is the only cue.
public final class Pill extends Label {
  private Tone tone = Tone.QUIET;

  public Pill() {
    getStyleClass().addAll("pill", tone.styleClass());
    setMinWidth(USE_PREF_SIZE);
  }

  public void show(Tone wanted, String text) {
    if (tone != wanted || getGraphic() == null) {
      getStyleClass().remove(tone.styleClass());
      getStyleClass().add(wanted.styleClass());
      setGraphic(new FontIcon(wanted.icon()));
      tone = wanted;
    }
    setText(text);
  }

  public void show(Texts texts, ServiceView.State state) {
    show(Tone.of(state), texts.text("state.service." + state));
  }

  public void show(Texts texts, VersionView.State state) {
    show(Tone.of(state), texts.text("state.version." + state));
  }

  public void show(Texts texts, Operation.State state) {
    show(Tone.of(state), texts.text("state.operation." + state));
  }

  public void show(Texts texts, Instance.Phase phase) {
    show(Tone.of(phase), texts.text("state.instance." + phase));
  }
}
