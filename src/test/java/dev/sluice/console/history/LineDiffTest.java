package dev.sluice.console.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry.Change;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static String lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
  }

  private static List<Change> changes(String before, String after) {
    return LineDiff.of(before, after).lines().stream().map(LineDiff.Line::change).toList();
  }

  @Test
  @DisplayName("R51 lines are equal, changed, added or removed")
  void kinds() {
    assertEquals(
        List.of(Change.EQUAL, Change.CHANGED, Change.EQUAL, Change.ADDED),
        changes("a\nb\nc", "a\nB\nc\nd"));
    assertEquals(List.of(Change.REMOVED, Change.EQUAL), changes("a\nb", "b"));
    assertEquals(List.of(Change.ADDED), changes("", "a"));
  }

  @Test
  @DisplayName("a command with hundreds of arguments is read as one argument a line")
  void arguments() {
    String before = lines(400).replace("line ", "--flag=").replace('\n', ' ');
    String after = before.replace("--flag=7 ", "--flag=seven ");
    var diff = LineDiff.of(before, after);
    assertEquals(400, diff.lines().size());
    assertEquals(
        List.of(new LineDiff.Line(Change.CHANGED, "--flag=7", "--flag=seven")),
        diff.lines().stream().filter(l -> l.change() != Change.EQUAL).toList());
    assertTrue(LineDiff.isLong(before));
    assertFalse(LineDiff.isLong("node server.js"));
  }

  @Test
  @DisplayName("an excerpt has the first difference in it, wherever that is")
  void excerpt() {
    for (int at : new int[] {0, 3, 60, 98, 99}) {
      String after =
          lines(100)
              .replace("line " + at + (at == 99 ? "" : "\n"), "other" + (at == 99 ? "" : "\n"));
      var excerpt = LineDiff.of(lines(100), after).excerpt(7);
      assertEquals(7, excerpt.size(), "at " + at);
      assertTrue(excerpt.stream().anyMatch(l -> l.after().equals("other")), "at " + at);
    }
  }

  @Test
  @DisplayName("both sides put together again are the texts that were given")
  void nothingLost() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      String before = text(random);
      String after = text(random);
      var diff = LineDiff.of(before, after);
      assertEquals(before, joined(diff, Change.ADDED, LineDiff.Line::before), "seed " + seed);
      assertEquals(after, joined(diff, Change.REMOVED, LineDiff.Line::after), "seed " + seed);
    }
  }

  private static String text(Random random) {
    return IntStream.range(0, 1 + random.nextInt(8))
        .mapToObj(_ -> "abcd".substring(random.nextInt(4)))
        .collect(Collectors.joining("\n"));
  }

  private static String joined(
      LineDiff diff, Change missing, Function<LineDiff.Line, String> side) {
    return diff.lines().stream()
        .filter(line -> line.change() != missing)
        .map(side)
        .collect(Collectors.joining("\n"));
  }
}
