package dev.sluice.console.services;

import dev.sluice.console.fx.EngineFeed;
import dev.sluice.console.widgets.Live;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.Subscription;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;

/// Has the feed measure the services that are on the screen, and only those: ten thousand in the
/// list cost no more than the twenty in sight.
final class VisibleRows {
  private final EngineFeed feed;
  private final Supplier<TableView<Live<ServiceRow>>> shown;
  private final Map<ServiceName, Subscription> watched = new HashMap<>();

  /// @param shown the table, which is there once its view has been loaded
  VisibleRows(EngineFeed feed, Supplier<TableView<Live<ServiceRow>>> shown) {
    this.feed = feed;
    this.shown = shown;
  }

  /// To be called whenever other rows may have come into sight.
  void look() {
    watchOnly(inSight());
  }

  void stop() {
    watchOnly(Set.of());
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

  private void watchOnly(Set<ServiceName> wanted) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              boolean out = !wanted.contains(entry.getKey());
              if (out) {
                entry.getValue().close();
              }
              return out;
            });
    wanted.forEach(name -> watched.computeIfAbsent(name, feed::watch));
  }
}
