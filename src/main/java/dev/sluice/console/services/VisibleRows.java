package dev.sluice.console.services;

import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.widgets.Live;
import dev.sluice.domain.service.ServiceName;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.util.Duration;

/// Has the feed measure the services that are on the screen, and only those: ten thousand in the
/// list cost no more than the twenty in sight.
final class VisibleRows {
  /// Rows that fly past are not asked for.
  private static final Duration SETTLED = Duration.millis(150);

  private final EngineFeed feed;
  private final Supplier<TableView<Live<ServiceRow>>> shown;
  private final PauseTransition settle = new PauseTransition(SETTLED);
  private boolean scrollFollowed;

  /// @param shown the table, which is there once its view has been loaded
  VisibleRows(EngineFeed feed, Supplier<TableView<Live<ServiceRow>>> shown) {
    this.feed = feed;
    this.shown = shown;
    settle.setOnFinished(_ -> feed.look(inSight()));
  }

  /// To be called whenever other rows may have come into sight.
  void look() {
    followScroll();
    settle.playFromStart();
  }

  void stop() {
    settle.stop();
    feed.look(Set.of());
  }

  /// The bar is there once the table has been drawn.
  private void followScroll() {
    if (scrollFollowed) {
      return;
    }
    for (var node : shown.get().lookupAll(".scroll-bar:vertical")) {
      if (node instanceof ScrollBar bar) {
        bar.valueProperty().subscribe(() -> settle.playFromStart());
        scrollFollowed = true;
      }
    }
  }

  private Set<ServiceName> inSight() {
    var table = shown.get();
    var names = new HashSet<ServiceName>();
    if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null) {
      int last = Math.min(flow.getLastVisibleCell().getIndex(), table.getItems().size() - 1);
      for (int i = flow.getFirstVisibleCell().getIndex(); i <= last; i++) {
        names.add(table.getItems().get(i).get().name());
      }
    }
    return names;
  }
}
