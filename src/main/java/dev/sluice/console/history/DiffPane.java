package dev.sluice.console.history;

import atlantafx.base.controls.ToggleSwitch;
import dev.sluice.console.fx.Texts;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.DiffEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// Two configurations compared, with everything that helps to read them: only differences, side by
/// side or unified, the next difference by key, copying and saving.
public final class DiffPane {
  private final Texts texts;
  private final DiffText words;
  private final DiffExport export;
  private final LongTextDialog longText;
  private final Parent root;
  private final Map<DiffEntry, DiffValue> values = new HashMap<>();
  private Optional<DiffExport.Shown> shown = Optional.empty();

  @FXML private Label diffCounts;
  @FXML private ToggleSwitch onlyDifferences;
  @FXML private ToggleGroup layouts;
  @FXML private ToggleButton sideBySide;
  @FXML private ToggleButton unified;
  @FXML private Button previousDifference;
  @FXML private Button nextDifference;
  @FXML private Button copyDiff;
  @FXML private MenuButton exportDiff;
  @FXML private GridPane diffHeads;
  @FXML private Label leftTitle;
  @FXML private Label leftDetails;
  @FXML private VBox rightHead;
  @FXML private Label rightTitle;
  @FXML private Label rightDetails;
  @FXML private ListView<Comparison.Row> diffList;

  public DiffPane(ConsoleContext context) {
    this.texts = context.texts();
    this.words = new DiffText(texts);
    this.export = new DiffExport(context);
    this.longText = new LongTextDialog(context);
    this.root = Views.DIFF_PANE.loadFor(texts, this);
  }

  /// What is compared, in words.
  ///
  /// @param leftDetails and `rightDetails` stand below the names in small letters
  public record Sides(
      String title, String left, String leftDetails, String right, String rightDetails) {}

  @FXML
  private void initialize() {
    ObservableValue<Boolean> below = unified.selectedProperty();
    diffList.setCellFactory(_ -> new DiffCell(texts, this::value, below, this::openLong));
    var placeholder = new Label();
    placeholder.textProperty().bind(texts.binding("diff.none"));
    diffList.setPlaceholder(placeholder);
    onlyDifferences.selectedProperty().subscribe(this::showRows);
    layouts
        .selectedToggleProperty()
        .addListener(
            (_, before, now) -> {
              if (now == null) {
                layouts.selectToggle(before);
              } else {
                showHeads();
                diffList.refresh();
              }
            });
    layouts.selectToggle(sideBySide);
  }

  public Parent root() {
    return root;
  }

  /// Lets F7 and N go to the next difference, Shift+F7 and P to the one before, anywhere in `page`.
  public void listenIn(Node page) {
    page.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
  }

  private void onKey(KeyEvent event) {
    boolean typing = event.getTarget() instanceof TextInputControl;
    boolean letter = !typing && !event.isShortcutDown() && !event.isAltDown();
    if (event.getCode() == KeyCode.F7) {
      go(event.isShiftDown());
    } else if (letter && (event.getCode() == KeyCode.N || event.getCode() == KeyCode.P)) {
      go(event.getCode() == KeyCode.P);
    } else {
      return;
    }
    event.consume();
  }

  /// Keys work without a click first.
  public void focus() {
    diffList.requestFocus();
  }

  /// @param entries left and right, equal fields included
  public void show(Sides sides, List<DiffEntry> entries) {
    shown = Optional.of(new DiffExport.Shown(sides, new Comparison(entries, false)));
    values.clear();
    showHeads();
    showRows();
  }

  public void clear() {
    shown = Optional.empty();
    values.clear();
    showHeads();
    showRows();
  }

  private DiffValue value(DiffEntry entry) {
    return values.computeIfAbsent(entry, one -> DiffValue.of(one, words));
  }

  private void openLong(DiffEntry entry) {
    shown.ifPresent(one -> longText.open(entry, one.sides(), unified.isSelected()));
  }

  private void showHeads() {
    boolean below = unified.isSelected();
    DiffCell.columns(diffHeads, below);
    var sides = shown.map(DiffExport.Shown::sides);
    rightHead.setVisible(!below);
    rightHead.setManaged(!below);
    leftTitle.setText(
        sides
            .map(s -> below ? texts.text("diff.unified.head", s.left(), s.right()) : s.left())
            .orElse(""));
    leftDetails.setText(sides.map(Sides::leftDetails).orElse(""));
    rightTitle.setText(sides.map(Sides::right).orElse(""));
    rightDetails.setText(sides.map(Sides::rightDetails).orElse(""));
    for (var details : new Label[] {leftDetails, rightDetails}) {
      details.setManaged(!details.getText().isEmpty());
    }
  }

  private Optional<Comparison> comparison() {
    return shown.map(
        one -> new Comparison(one.comparison().entries(), onlyDifferences.isSelected()));
  }

  private void showRows() {
    diffList.getItems().setAll(comparison().map(Comparison::rows).orElse(List.of()));
    diffCounts.setText(
        comparison()
            .map(
                one ->
                    texts.text(
                        "diff.counts",
                        one.count(DiffEntry.Change.ADDED),
                        one.count(DiffEntry.Change.REMOVED),
                        one.count(DiffEntry.Change.CHANGED)))
            .orElse(""));
    boolean none = comparison().map(Comparison::isEqual).orElse(true);
    previousDifference.setDisable(none);
    nextDifference.setDisable(none);
    copyDiff.setDisable(shown.isEmpty());
    exportDiff.setDisable(shown.isEmpty());
  }

  @FXML
  private void onNext() {
    go(false);
  }

  @FXML
  private void onPrevious() {
    go(true);
  }

  private void go(boolean back) {
    int from = diffList.getSelectionModel().getSelectedIndex();
    comparison()
        .map(one -> back ? one.previous(from) : one.next(from))
        .filter(row -> row >= 0)
        .ifPresent(
            row -> {
              diffList.getSelectionModel().select(row);
              diffList.scrollTo(Math.max(0, row - 2));
            });
  }

  /// As it is shown: equal fields only when they are.
  private Optional<DiffExport.Shown> exported() {
    return comparison().flatMap(one -> shown.map(all -> new DiffExport.Shown(all.sides(), one)));
  }

  @FXML
  private void onCopy() {
    exported().ifPresent(export::copyText);
  }

  @FXML
  private void onCopyMarkdown() {
    exported().ifPresent(export::copyMarkdown);
  }

  @FXML
  private void onSaveText() {
    exported().ifPresent(one -> export.saveText(one, root.getScene().getWindow()));
  }

  @FXML
  private void onSaveMarkdown() {
    exported().ifPresent(one -> export.saveMarkdown(one, root.getScene().getWindow()));
  }
}
