package dev.sluice.console.logs;

import dev.sluice.console.fx.LogFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// A log that is looked at: what is held and shown of it, what is searched for, and whether the end
/// is followed. For the JavaFX thread; knows no window.
final class LogViewModel implements LogFeed.Receiver {
  private final LogBuffer buffer;
  private final LogSearch search = new LogSearch();
  private final Moments moments;
  private final int past;
  private final BooleanProperty following = new SimpleBooleanProperty(this, "following", true);
  private final ReadOnlyIntegerWrapper unseen = new ReadOnlyIntegerWrapper(this, "unseen");
  private final ReadOnlyObjectWrapper<Status> status =
      new ReadOnlyObjectWrapper<>(this, "status", new Status.Reading());
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
  private LogEntry.Writer writer = LogEntry.Writer.NOBODY;
  private Surface surface = new Nowhere();
  private @Nullable String oldest;
  private boolean oldestIsHeld;
  private boolean readingOlder;
  private String searched = "";
  private long newestNumber;
  private long oldestNumber = 1;

  LogViewModel(Moments moments) {
    this(moments, new LogBuffer(), LogQuery.MOST_LINES);
  }

  /// @param past with how many lines of the past following begins
  LogViewModel(Moments moments, LogBuffer buffer, int past) {
    this.moments = moments;
    this.buffer = buffer;
    this.past = past;
    following.subscribe(on -> onFollowing(on));
  }

  /// How it stands with news.
  sealed interface Status {
    record Reading() implements Status {}

    record Live() implements Status {}

    record Lost(Problem problem) implements Status {}

    record Ended() implements Status {}

    record Refused(Problem problem) implements Status {}
  }

  /// Where the shown lines stand.
  interface Surface {
    void show(List<LogEntry> entries);

    void append(List<LogEntry> entries);

    void prepend(List<LogEntry> entries);

    void drop(int rows);

    /// What is highlighted has changed.
    void highlight();

    /// Brings a match into sight.
    void reveal(int row, LogSearch.Match match);

    /// Brings the last line into sight.
    void toEnd();
  }

  void showOn(Surface shown) {
    surface = shown;
    surface.show(buffer.shown());
  }

  /// Forgets everything, for another log.
  void begin(LogEntry.Writer named) {
    writer = named;
    buffer.clear();
    search.search(searched, List.of());
    oldest = null;
    readingOlder = false;
    status.set(new Status.Reading());
    unseen.set(0);
    surface.show(List.of());
    following.set(true);
    changed();
  }

  @Override
  public void onLines(List<LogFeed.Line> lines) {
    if (buffer.size() == 0) {
      oldest = lines.getFirst().cursor();
      oldestIsHeld = true;
    }
    var entries = new ArrayList<LogEntry>(lines.size());
    lines.forEach(line -> entries.add(entry(++newestNumber, line.line())));
    int before = buffer.size();
    var change = buffer.append(entries);
    if (before + lines.size() > buffer.size()) {
      // What was dropped could be read again, but would only be dropped again.
      oldest = null;
    }
    if (change.dropped() > 0) {
      surface.drop(change.dropped());
      search.dropped(buffer.shown().isEmpty() ? newestNumber : firstNumber());
    }
    search.appended(change.added());
    if (!change.added().isEmpty()) {
      surface.append(change.added());
    }
    if (following.get()) {
      surface.toEnd();
    } else {
      unseen.set(unseen.get() + change.added().size());
    }
    if (search.isOn()) {
      surface.highlight();
    }
    status.set(new Status.Live());
    changed();
  }

  private void changed() {
    changes.set(changes.get() + 1);
  }

  private long firstNumber() {
    return buffer.shown().getFirst().number();
  }

  private LogEntry entry(long number, LogLine line) {
    return LogEntry.of(number, line, writer, moments);
  }

  @Override
  public void onEnd() {
    status.set(new Status.Ended());
  }

  @Override
  public void onLost(Problem problem) {
    status.set(new Status.Lost(problem));
  }

  @Override
  public void onProblem(Problem problem) {
    status.set(new Status.Refused(problem));
  }

  /// Where older lines are read from. Empty when there are none, when they are being read, or when
  /// there is no room for them.
  Optional<String> older() {
    // Following begins with so many lines of the past, if there are so many.
    boolean all = oldestIsHeld && buffer.size() < past;
    return readingOlder || all || buffer.isFull() ? Optional.empty() : Optional.ofNullable(oldest);
  }

  void readingOlder() {
    readingOlder = true;
  }

  /// Takes what [#older] led to.
  ///
  /// @param lines newest first
  /// @param next where still older ones are
  void takeOlder(List<LogLine> lines, Optional<String> next) {
    readingOlder = false;
    oldest = next.orElse(null);
    // The cursor of a line leads to that line first.
    var unknown = oldestIsHeld && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines;
    oldestIsHeld = false;
    var entries = new ArrayList<LogEntry>();
    for (var line : unknown) {
      entries.add(entry(--oldestNumber, line));
    }
    var added = buffer.prepend(entries.reversed());
    search.prepended(added);
    surface.prepend(added);
    surface.highlight();
    changed();
  }

  void olderFailed() {
    readingOlder = false;
  }

  void filter(LogFilter wanted) {
    buffer.filter(wanted.accepts());
    search.search(searched, buffer.shown());
    surface.show(buffer.shown());
    surface.highlight();
    if (following.get()) {
      surface.toEnd();
    }
  }

  /// Looks for `text`, and shows the newest match.
  void search(String text) {
    searched = text;
    search.search(text, buffer.shown());
    surface.highlight();
    reveal();
  }

  void next() {
    search.next();
    surface.highlight();
    reveal();
  }

  void previous() {
    search.previous();
    surface.highlight();
    reveal();
  }

  private void reveal() {
    search
        .current()
        .ifPresent(
            match -> {
              following.set(false);
              surface.reveal(buffer.rowOf(match.number()), match);
            });
  }

  LogSearch matches() {
    return search;
  }

  List<LogEntry> shown() {
    return buffer.shown();
  }

  /// In which row the line with that number is shown; -1 when it is not.
  int rowOf(long number) {
    return buffer.rowOf(number);
  }

  /// The shown lines as text.
  String text() {
    var text = new StringBuilder();
    buffer.shown().forEach(entry -> text.append(entry.text()).append('\n'));
    return text.toString();
  }

  int held() {
    return buffer.size();
  }

  boolean isFull() {
    return buffer.isFull();
  }

  /// Whether the end stays in sight.
  BooleanProperty following() {
    return following;
  }

  /// How many lines came since it does not.
  ReadOnlyIntegerProperty unseen() {
    return unseen.getReadOnlyProperty();
  }

  /// Counts changes of what is held.
  ReadOnlyIntegerProperty changes() {
    return changes.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Status> status() {
    return status.getReadOnlyProperty();
  }

  private void onFollowing(boolean on) {
    if (on) {
      unseen.set(0);
      surface.toEnd();
    }
  }

  /// Before there is a surface.
  private static final class Nowhere implements Surface {
    @Override
    public void show(List<LogEntry> entries) {}

    @Override
    public void append(List<LogEntry> entries) {}

    @Override
    public void prepend(List<LogEntry> entries) {}

    @Override
    public void drop(int rows) {}

    @Override
    public void highlight() {}

    @Override
    public void reveal(int row, LogSearch.Match match) {}

    @Override
    public void toEnd() {}
  }
}
