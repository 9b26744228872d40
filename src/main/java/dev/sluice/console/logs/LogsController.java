package dev.sluice.console.logs;

import dev.sluice.console.fx.EngineState;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.shell.Place;
import dev.sluice.console.shell.Screen;
import dev.sluice.engine.api.LogQuery;
import javafx.fxml.FXML;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The log of a service or of a version, as its tab.
final class LogsController implements Screen {
  private final ConsoleContext context;
  private final LogPane pane;
  private LogWriters writers = new LogWriters();
  private Subscription subscription = Subscription.EMPTY;
  private @Nullable Place place;

  @FXML private StackPane logsPage;

  LogsController(ConsoleContext context) {
    this.context = context;
    this.pane = new LogPane(context);
  }

  @FXML
  private void initialize() {
    logsPage.getChildren().setAll(pane);
  }

  @Override
  public void show(Place wanted) {
    if (!wanted.equals(place)) {
      writers = new LogWriters();
    }
    place = wanted;
    switch (wanted) {
      case Place.Service of ->
          pane.follow(new LogQuery.OfService(of.service()), of.service().value());
      case Place.Version of ->
          pane.follow(new LogQuery.OfVersion(of.version()), of.version().toString());
      case Place _ -> throw new IllegalArgumentException("has no log: " + wanted);
    }
    subscription.unsubscribe();
    subscription = context.feed().state().subscribe(this::showWriters);
  }

  @Override
  public void leave() {
    subscription.unsubscribe();
    pane.stop();
  }

  private void showWriters(EngineState state) {
    switch (place) {
      case Place.Service of -> {
        writers.seeService(state, of.service());
        pane.offer(writers.ofService());
      }
      case Place.Version of -> {
        writers.seeVersion(state, of.version());
        pane.offer(writers.ofVersion(of.version()));
      }
      case null, default -> {}
    }
  }
}
