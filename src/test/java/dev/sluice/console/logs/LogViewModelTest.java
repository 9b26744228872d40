package dev.sluice.console.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.console.fx.Language;
import dev.sluice.console.fx.LogFeed;
import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogViewModelTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Rows rows = new Rows();
  private final LogViewModel model =
      new LogViewModel(
          new Moments(new Texts(Language.ENGLISH), InstantSource.fixed(NOON), ZoneOffset.UTC),
          new LogBuffer(6, 1_000),
          2);

  @BeforeEach
  void begin() {
    model.showOn(rows);
    model.begin(LogEntry.Writer.NOBODY);
  }

  private static LogLine line(String text) {
    var instance = new InstanceId(text.contains("two") ? "shop-001-i2" : "shop-001-i1");
    return new LogLine(
        Optional.of(NOON), Optional.of(instance), Optional.empty(), Optional.empty(), text);
  }

  private void come(String... texts) {
    model.onLines(
        Arrays.stream(texts).map(text -> new LogFeed.Line(line(text), "behind " + text)).toList());
  }

  @Test
  @DisplayName("lines are shown as they come, and the end stays in sight")
  void follow() {
    come("a", "b");
    come("c");
    assertEquals(List.of("a", "b", "c"), rows.texts());
    assertEquals(2, rows.toEnd, "once for each batch");
    assertEquals(0, model.unseen().get());
    assertEquals(new LogViewModel.Status.Live(), model.status().get());
  }

  @Test
  @DisplayName("who has scrolled up is told how many lines came, and following again shows them")
  void unseen() {
    come("a");
    model.following().set(false);
    int before = rows.toEnd;
    come("b", "c");
    come("d");
    assertEquals(3, model.unseen().get());
    assertEquals(before, rows.toEnd);
    model.following().set(true);
    assertEquals(0, model.unseen().get());
    assertEquals(before + 1, rows.toEnd);
  }

  @Test
  @DisplayName("search begins at the newest match and goes round in both directions")
  void search() {
    come("Error one", "fine", "an error, an ERROR");
    model.search("error");
    assertEquals(3, model.matches().count());
    assertEquals(3, model.matches().position());
    assertFalse(model.following().get(), "a match that is looked at is not scrolled away");
    assertEquals("2:ERROR", rows.revealed);
    model.previous();
    assertEquals("2:error", rows.revealed);
    model.previous();
    assertEquals("0:Error", rows.revealed);
    model.previous();
    assertEquals("2:ERROR", rows.revealed);
    model.next();
    assertEquals("0:Error", rows.revealed);
    model.search("");
    assertFalse(model.matches().isOn());
  }

  @Test
  @DisplayName("matches follow the lines that come, are dropped and are put before")
  void searchWhileItGrows() {
    come("x1", "x2");
    model.search("x");
    model.previous();
    assertEquals("0:x", rows.revealed);
    come("x3", "y", "x4", "y");
    assertEquals(4, model.matches().count());
    assertEquals(1, model.matches().position());
    come("y", "y");
    assertEquals(List.of("x3", "y", "x4", "y", "y", "y"), rows.texts());
    assertEquals(2, model.matches().count());
    assertEquals(1, model.matches().position());
    model.next();
    assertEquals("2:x", rows.revealed);
  }

  @Test
  @DisplayName("a filter shows the lines of one instance, and only matches among them")
  void filter() {
    come("one a", "two a", "one b");
    model.search("a");
    model.filter(new LogFilter.OfInstance(new InstanceId("shop-001-i2")));
    assertEquals(List.of("two a"), rows.texts());
    assertEquals(1, model.matches().count());
    come("one c", "two c");
    assertEquals(List.of("two a", "two c"), rows.texts());
    model.filter(new LogFilter.Everybody());
    assertEquals(5, rows.texts().size());
  }

  @Test
  @DisplayName("older lines are read from before the first one, until there are none or no room")
  void older() {
    come("c");
    assertEquals(Optional.empty(), model.older(), "the past is no longer than that");
    come("d");
    assertEquals(Optional.of("behind c"), model.older());
    model.readingOlder();
    assertEquals(Optional.empty(), model.older(), "one reading at a time");
    model.takeOlder(List.of(line("c"), line("b"), line("a")), Optional.of("page"));
    assertEquals(List.of("a", "b", "c", "d"), rows.texts());
    assertEquals(Optional.of("page"), model.older());
    model.takeOlder(List.of(line("0")), Optional.empty());
    assertEquals(List.of("0", "a", "b", "c", "d"), rows.texts());
    assertEquals(Optional.empty(), model.older());
  }

  @Test
  @DisplayName("once lines were dropped, none is read back only to be dropped again")
  void noOlderAfterDrop() {
    come("a", "b", "c", "d", "e", "f", "g");
    assertEquals(List.of("b", "c", "d", "e", "f", "g"), rows.texts());
    assertTrue(model.isFull());
    assertEquals(Optional.empty(), model.older());
  }

  @Test
  @DisplayName("what is copied is what is shown")
  void text() {
    come("one", "two");
    model.filter(new LogFilter.OfInstance(new InstanceId("shop-001-i2")));
    assertEquals("12:00:00.000  two\n", model.text());
  }

  /// What stands in the window.
  private final class Rows implements LogViewModel.Surface {
    private final List<LogEntry> shown = new ArrayList<>();
    private int toEnd;
    private String revealed = "";

    List<String> texts() {
      assertEquals(model.shown(), shown);
      return shown.stream().map(entry -> entry.text().substring(entry.messageStart())).toList();
    }

    @Override
    public void show(List<LogEntry> entries) {
      shown.clear();
      shown.addAll(entries);
    }

    @Override
    public void append(List<LogEntry> entries) {
      shown.addAll(entries);
    }

    @Override
    public void prepend(List<LogEntry> entries) {
      shown.addAll(0, entries);
    }

    @Override
    public void drop(int count) {
      shown.subList(0, count).clear();
    }

    @Override
    public void highlight() {}

    @Override
    public void reveal(int row, LogSearch.Match match) {
      revealed = row + ":" + shown.get(row).text().substring(match.from(), match.to());
    }

    @Override
    public void toEnd() {
      toEnd++;
    }
  }
}
