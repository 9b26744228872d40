package dev.sluice.console.operations;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.InstanceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;

/// The instances of a version as tiles, one of which is in focus. A tile stays the same node while
/// its instance lives.
public final class InstanceGrid extends FlowPane {
  private final Map<InstanceId, InstanceTile> tiles = new HashMap<>();
  private final ToggleGroup group = new ToggleGroup();
  private Consumer<InstanceId> onChosen = _ -> {};
  private boolean filling;

  public InstanceGrid() {
    super(8, 8);
    group
        .selectedToggleProperty()
        .subscribe(
            (_, tile) -> {
              if (!filling && tile != null) {
                onChosen.accept((InstanceId) tile.getUserData());
              }
            });
  }

  /// @param action told when the operator chooses another instance
  void setOnChosen(Consumer<InstanceId> action) {
    onChosen = action;
  }

  void show(Texts texts, List<OperationProgress.Tile> present, Optional<InstanceId> focused) {
    filling = true;
    tiles.keySet().retainAll(present.stream().map(tile -> tile.instance().id()).toList());
    var nodes =
        present.stream()
            .map(
                tile -> {
                  var node = tiles.computeIfAbsent(tile.instance().id(), id -> make(texts, id));
                  node.show(tile);
                  node.setSelected(focused.filter(tile.instance().id()::equals).isPresent());
                  return node;
                })
            .toList();
    if (!getChildren().equals(nodes)) {
      getChildren().setAll(nodes);
    }
    filling = false;
  }

  private InstanceTile make(Texts texts, InstanceId id) {
    var tile = new InstanceTile(texts, id);
    tile.setUserData(id);
    tile.setToggleGroup(group);
    return tile;
  }
}
