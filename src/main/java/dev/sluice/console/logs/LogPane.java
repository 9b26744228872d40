package dev.sluice.console.logs;

import dev.sluice.console.fx.LogFeed;
import dev.sluice.console.fx.Views;
import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.console.widgets.EmptyState;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogQuery;
import java.util.List;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import javafx.util.StringConverter;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.jspecify.annotations.Nullable;

/// A log that is followed live, with search, filter, copy and save. The end stays in sight until
/// the reader scrolls up; then a button says how many lines came meanwhile.
public final class LogPane extends StackPane {
  /// After it the view has moved as the reader wanted.
  private static final Duration SCROLLED = Duration.millis(80);

  private final ConsoleContext context;
  private final LogExport export;
  private final LogViewModel model;
  private final LogArea area;
  private final PauseTransition afterScroll = new PauseTransition(SCROLLED);
  private LogQuery.@Nullable Source source;
  private @Nullable LogFeed feed;
  private List<String> shownKept = List.of();
  private String name = "";
  private boolean filling;
  private boolean compact;

  @FXML private TextField logSearch;
  @FXML private Label logMatches;
  @FXML private Button previousMatch;
  @FXML private Button nextMatch;
  @FXML private ToggleButton onlyMatches;
  @FXML private ComboBox<LogFilter> logFilter;
  @FXML private ToggleButton followLog;
  @FXML private ToggleButton wrapLog;
  @FXML private Button copyLog;
  @FXML private Button saveLog;
  @FXML private StackPane logMiddle;
  @FXML private EmptyState noLines;
  @FXML private Button newLines;
  @FXML private Button olderLines;
  @FXML private Label logStatus;

  public LogPane(ConsoleContext context) {
    this.context = context;
    this.export = new LogExport(context);
    this.model = new LogViewModel(context.moments());
    this.area = new LogArea(model);
    getStyleClass().add("log-pane");
    getChildren().add(Views.LOG_PANE.loadFor(context.texts(), this));
  }

  @FXML
  void initialize() {
    area.setId("logArea");
    var scroll = new VirtualizedScrollPane<>(area);
    scroll.getStyleClass().add("log-scroll");
    logMiddle.getChildren().addFirst(scroll);
    model.showOn(area);
    area.wrapTextProperty().bind(wrapLog.selectedProperty());
    followLog.selectedProperty().bindBidirectional(model.following());
    afterScroll.setOnFinished(_ -> model.following().set(area.isAtEnd()));
    scroll.addEventFilter(ScrollEvent.SCROLL, event -> onMoved(event.getDeltaY() > 0));
    scroll.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> onScrollBar(event));
    scroll.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> onScrollBar(event));
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::onKeyInText);
    addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    logSearch.textProperty().subscribe((_, text) -> onSearch(text));
    onlyMatches.selectedProperty().subscribe((_, _) -> restart());
    offer(List.of(new LogFilter.Everybody()));
    logFilter.valueProperty().subscribe((_, chosen) -> onFilter(chosen));
    model.changes().subscribe(_ -> showState());
    model.unseen().subscribe(_ -> showState());
    model.status().subscribe(_ -> showState());
    context.texts().language().subscribe(_ -> onLanguage());
  }

  /// Names that are shown are not asked for again by themselves.
  private void onLanguage() {
    var chosen = logFilter.getValue();
    filling = true;
    logFilter.setConverter(new FilterNames());
    logFilter.getItems().setAll(List.copyOf(logFilter.getItems()));
    logFilter.setValue(null);
    logFilter.setValue(chosen);
    filling = false;
    showState();
  }

  /// Follows the log of `wanted`, unless it does already.
  ///
  /// @param title whose log it is, for screen readers and for the name of a saved file
  public void follow(LogQuery.Source wanted, String title) {
    if (!wanted.equals(source)) {
      source = wanted;
      name = title;
      area.setAccessibleText(context.texts().text("logs.of", title));
      offer(List.of(new LogFilter.Everybody()));
      restart();
    } else if (feed == null) {
      restart();
    }
  }

  /// Follows no longer; what is shown stays.
  public void stop() {
    if (feed != null) {
      feed.close();
      feed = null;
    }
  }

  /// Shows lines that were kept, in place of a log that grows.
  public void showKept(List<String> lines, String title) {
    if (source == null && lines.equals(shownKept)) {
      return;
    }
    stop();
    shownKept = List.copyOf(lines);
    source = null;
    name = title;
    area.setAccessibleText(title);
    model.begin(LogEntry.Writer.KEPT);
    if (!lines.isEmpty()) {
      model.onLines(lines.stream().map(LogPane::kept).toList());
    }
    model.onEnd();
    showState();
  }

  private static LogFeed.Line kept(String text) {
    return new LogFeed.Line(
        new LogLine(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), text),
        "");
  }

  /// Leaves out what there is no room for beside something else.
  public void setCompact() {
    for (Node node : List.of(onlyMatches, logFilter, saveLog)) {
      node.setVisible(false);
      node.setManaged(false);
    }
    logSearch.setPrefWidth(140);
    compact = true;
    wrapLog.setSelected(true);
  }

  /// The writers that can be chosen from now on; the one that is chosen stays.
  void offer(List<LogFilter> filters) {
    if (filters.equals(logFilter.getItems())) {
      return;
    }
    var chosen = logFilter.getValue();
    filling = true;
    logFilter.getItems().setAll(filters);
    var kept = filters.stream().filter(one -> isSame(one, chosen)).findFirst();
    logFilter.setValue(kept.orElse(filters.getFirst()));
    filling = false;
    if (chosen != null && !logFilter.getValue().equals(chosen)) {
      onFilter(logFilter.getValue());
    }
    boolean choice = filters.size() > 1 && !compact;
    logFilter.setVisible(choice);
    logFilter.setManaged(choice);
  }

  private static boolean isSame(LogFilter one, @Nullable LogFilter other) {
    if (one instanceof LogFilter.OfRevision first && other instanceof LogFilter.OfRevision second) {
      return first.revision().equals(second.revision());
    }
    return one.equals(other);
  }

  private void restart() {
    stop();
    if (source == null) {
      return;
    }
    model.begin(LogEntry.Writer.of(source));
    feed = LogFeed.start(context.engine(), query(source), model);
    showState();
  }

  private LogQuery query(LogQuery.Source of) {
    var all = LogQuery.of(of, LogQuery.MOST_LINES);
    return onlyMatches.isSelected() ? all.containing(logSearch.getText()) : all;
  }

  private void onMoved(boolean up) {
    if (up) {
      model.following().set(false);
    }
    afterScroll.playFromStart();
  }

  private void onScrollBar(MouseEvent event) {
    for (Node up = (Node) event.getTarget(); up != null; up = up.getParent()) {
      if (up instanceof ScrollBar) {
        onMoved(event.getEventType() == MouseEvent.MOUSE_PRESSED);
      }
    }
  }

  private void onKeyInText(KeyEvent event) {
    switch (event.getCode()) {
      case UP, PAGE_UP, HOME -> onMoved(true);
      case DOWN, PAGE_DOWN, END -> onMoved(false);
      default -> {}
    }
  }

  private void onKey(KeyEvent event) {
    if (event.getCode() == KeyCode.F && event.isShortcutDown()) {
      logSearch.requestFocus();
      logSearch.selectAll();
      event.consume();
    } else if (event.getCode() == KeyCode.F3
        || (event.getCode() == KeyCode.ENTER && logSearch.isFocused())) {
      if (event.isShiftDown()) {
        onPreviousMatch();
      } else {
        onNextMatch();
      }
      event.consume();
    }
  }

  private void onSearch(String text) {
    model.search(text);
    onlyMatches.setDisable(text.isEmpty());
    if (onlyMatches.isSelected()) {
      if (text.isEmpty()) {
        onlyMatches.setSelected(false);
      } else {
        restart();
      }
    }
    showState();
  }

  private void onFilter(@Nullable LogFilter chosen) {
    if (chosen != null && !filling) {
      model.filter(chosen);
      showState();
    }
  }

  @FXML
  void onNextMatch() {
    model.next();
    showState();
  }

  @FXML
  void onPreviousMatch() {
    model.previous();
    showState();
  }

  @FXML
  void onNewLines() {
    model.following().set(true);
  }

  @FXML
  void onOlder() {
    var asked = source;
    var from = model.older();
    if (asked == null || from.isEmpty()) {
      return;
    }
    model.readingOlder();
    var running = feed;
    context
        .background()
        .run(() -> context.engine().readLogs(query(asked).from(from.get())))
        .onSuccess(
            page -> {
              if (feed == running) {
                model.following().set(false);
                model.takeOlder(page.lines(), page.nextCursor());
              }
            })
        .onEnd(
            () -> {
              model.olderFailed();
              showState();
            })
        .start();
    showState();
  }

  /// The selected text, or everything that is shown.
  @FXML
  void onCopy() {
    export.copy(area.getSelectedText().isEmpty() ? model.text() : area.getSelectedText());
  }

  @FXML
  void onSave() {
    export.save(model.text(), name, getScene().getWindow());
  }

  private void showState() {
    var texts = context.texts();
    var matches = model.matches();
    logMatches.setText(
        matches.isOn() ? texts.text("logs.matches", matches.position(), matches.count()) : "");
    previousMatch.setDisable(matches.count() == 0);
    nextMatch.setDisable(matches.count() == 0);
    int unseen = model.unseen().get();
    newLines.setText(texts.count("logs.new", unseen));
    newLines.setVisible(unseen > 0);
    olderLines.setVisible(model.older().isPresent() && source != null);
    olderLines.setManaged(olderLines.isVisible());
    String lines = texts.count("logs.lines", model.held());
    String status =
        switch (model.status().get()) {
          case LogViewModel.Status.Reading _ -> texts.text("logs.live");
          case LogViewModel.Status.Live _ ->
              texts.text(model.following().get() ? "logs.live" : "logs.held");
          case LogViewModel.Status.Lost _ -> texts.text("logs.lost");
          case LogViewModel.Status.Ended _ -> texts.text("logs.ended");
          case LogViewModel.Status.Refused refused -> texts.problem(refused.problem());
        };
    String full = model.isFull() ? "  ·  " + texts.text("logs.full") : "";
    logStatus.setText(lines + "  ·  " + status + full);
    noLines.setVisible(model.shown().isEmpty());
    noLines.setText(texts.text(onlyMatches.isSelected() ? "logs.none.match" : "logs.none.text"));
    copyLog.setDisable(model.shown().isEmpty());
    saveLog.setDisable(model.shown().isEmpty());
  }

  /// Filters in words of the present language.
  private final class FilterNames extends StringConverter<LogFilter> {
    @Override
    public String toString(@Nullable LogFilter filter) {
      return switch (filter) {
        case null -> "";
        case LogFilter.Everybody _ -> context.texts().text("logs.filter.all");
        case LogFilter.OfVersion of -> of.version().toString();
        case LogFilter.OfInstance of -> of.instance().value();
        case LogFilter.OfRevision of -> context.texts().text("logs.filter.revision", of.revision());
      };
    }

    @Override
    public @Nullable LogFilter fromString(String text) {
      return null;
    }
  }
}
