package dev.sluice.console.traffic;

import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.UnreachableRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.VBox;

/// Traffic by rules on URL parameters or headers: an ordered list and a default version.
final class RulesPane implements RuleRow.Changes {
  private static final int NONE = -1;
  private static final PseudoClass TARGET = PseudoClass.getPseudoClass("target");

  private final ConsoleContext context;
  private final Consumer<UnaryOperator<RulesDraft>> change;
  private final Parent root;
  private final List<RuleRow> shown = new ArrayList<>();
  private int dragged = NONE;
  private boolean filling;

  @FXML private VBox ruleRows;
  @FXML private Label noRules;
  @FXML private ComboBox<VersionName> fallback;

  /// @param change is given every edit
  RulesPane(ConsoleContext context, Consumer<UnaryOperator<RulesDraft>> change) {
    this.context = context;
    this.change = change;
    this.root = Views.TRAFFIC_RULES.loadFor(context.texts(), this);
  }

  @FXML
  private void initialize() {
    ruleRows.addEventFilter(MouseEvent.MOUSE_RELEASED, this::onDropped);
    fallback
        .valueProperty()
        .subscribe(
            (_, chosen) -> {
              if (!filling && chosen != null) {
                change.accept(draft -> draft.withFallback(chosen));
              }
            });
  }

  Parent root() {
    return root;
  }

  void show(TrafficDraft draft) {
    var rules = draft.rulesShown();
    var offered = offered(draft);
    while (shown.size() > rules.rules().size()) {
      shown.removeLast();
    }
    while (shown.size() < rules.rules().size()) {
      shown.add(new RuleRow(context.texts(), shown.size(), this));
    }
    if (!ruleRows.getChildren().equals(shown)) {
      ruleRows.getChildren().setAll(shown);
    }
    var unreachable =
        rules.unreachable().stream()
            .collect(Collectors.toMap(UnreachableRule::priority, rule -> rule));
    for (int i = 0; i < shown.size(); i++) {
      var rule = rules.rules().get(i);
      shown
          .get(i)
          .show(
              rule,
              rules.by(),
              offered,
              rules.violations(i),
              Optional.ofNullable(unreachable.get(rule.priority())).map(this::warning));
    }
    noRules.setVisible(shown.isEmpty());
    noRules.setManaged(shown.isEmpty());
    filling = true;
    if (!fallback.getItems().equals(offered)) {
      fallback.getItems().setAll(offered);
    }
    fallback.setValue(rules.fallback().orElse(null));
    filling = false;
  }

  /// Those that can serve, and those the rules name already.
  private static List<VersionName> offered(TrafficDraft draft) {
    var all = new TreeSet<>(draft.shares().percent().keySet());
    var rules = draft.rulesShown();
    rules.fallback().ifPresent(all::add);
    rules.rules().forEach(rule -> rule.version().ifPresent(all::add));
    return List.copyOf(all);
  }

  private String warning(UnreachableRule rule) {
    var because = rule.because();
    return because.isEmpty()
        ? context.texts().text("traffic.rule.fitsNothing")
        : context
            .texts()
            .count(
                "traffic.rule.unreachable",
                because.size(),
                because.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  @FXML
  private void onAddRule() {
    change.accept(draft -> draft.add(Optional.empty()));
    if (!shown.isEmpty()) {
      shown.getLast().focusKey();
    }
  }

  @Override
  public void key(int index, String typed) {
    change.accept(draft -> draft.change(index, rule -> rule.withKey(typed)));
  }

  @Override
  public void value(int index, String typed) {
    change.accept(draft -> draft.change(index, rule -> rule.withValue(typed)));
  }

  @Override
  public void version(int index, VersionName chosen) {
    change.accept(draft -> draft.change(index, rule -> rule.withVersion(chosen)));
  }

  @Override
  public void move(int from, int to) {
    if (to >= 0 && to < shown.size()) {
      change.accept(draft -> draft.move(from, to));
      shown.get(to).focusHandle();
    }
  }

  @Override
  public void remove(int index) {
    change.accept(draft -> draft.remove(index));
  }

  @Override
  public void drag(int index, double sceneY) {
    dragged = index;
    mark(rowAt(sceneY));
  }

  /// Whoever hears of the release: not every platform tells the row where the drag began.
  private void onDropped(MouseEvent event) {
    int from = dragged;
    dragged = NONE;
    mark(NONE);
    if (from != NONE) {
      int over = rowAt(event.getSceneY());
      if (over != from) {
        move(from, over);
      }
    }
  }

  private void mark(int over) {
    for (int i = 0; i < shown.size(); i++) {
      shown.get(i).pseudoClassStateChanged(TARGET, i == over && i != dragged);
    }
  }

  /// The row at that height, or the nearest one.
  private int rowAt(double sceneY) {
    double y = ruleRows.sceneToLocal(0, sceneY).getY();
    int row = 0;
    while (row < shown.size() - 1 && y > shown.get(row).getBoundsInParent().getMaxY()) {
      row++;
    }
    return row;
  }
}
