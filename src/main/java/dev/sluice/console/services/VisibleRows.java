package dev.sluice.console.services;

import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.widgets.Live;
import dev.sluice.domain.service.ServiceName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Has the feed measure the services that are on the screen, and only those: ten thousand in the
/// list cost no more than the twenty in sight.
final class VisibleRows {
  /// Rows that fly past are not asked for.
  private static final Duration SETTLED = Duration.millis(150);

  private final EngineFeed feed;
  private final PauseTransition settle = new PauseTransition(SETTLED);
  private @Nullable TableView<Live<ServiceRow>> table;
  private boolean shown;
  private boolean scrollFollowed;

  VisibleRows(EngineFeed feed) {
    this.feed = feed;
    settle.setOnFinished(_ -> tell());
  }

  /// Looks at the rows of `wanted`, whenever others may have come into sight: rows were added, put
  /// in another order or scrolled, or the table has another height.
  void follow(TableView<Live<ServiceRow>> wanted) {
    table = wanted;
    wanted.getItems().addListener((ListChangeListener<Live<ServiceRow>>) _ -> look());
    wanted.heightProperty().subscribe(this::look);
  }

  /// To be called when the table is shown.
  void start() {
    shown = true;
    look();
  }

  private void look() {
    if (shown) {
      settle.playFromStart();
    }
  }

  void stop() {
    shown = false;
    settle.stop();
    feed.look(Set.of());
  }

  private void tell() {
    followScroll();
    var names = inSight();
    names.ifPresent(feed::look);
    if (shown && names.isEmpty()) {
      // Not drawn yet.
      settle.playFromStart();
    }
  }

  /// The bar is there once the table has been drawn.
  private void followScroll() {
    if (table == null || scrollFollowed) {
      return;
    }
    for (var node : table.lookupAll(".scroll-bar:vertical")) {
      if (node instanceof ScrollBar bar) {
        bar.valueProperty().subscribe(this::look);
        scrollFollowed = true;
      }
    }
  }

  /// Empty while there are rows that have not been drawn.
  private Optional<Set<ServiceName>> inSight() {
    if (table == null || table.getItems().isEmpty()) {
      return Optional.of(Set.of());
    }
    if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null) {
      var names = new HashSet<ServiceName>();
      int last = Math.min(flow.getLastVisibleCell().getIndex(), table.getItems().size() - 1);
      for (int i = flow.getFirstVisibleCell().getIndex(); i <= last; i++) {
        names.add(table.getItems().get(i).get().name());
      }
      return Optional.of(names);
    }
    return Optional.empty();
  }
}
