package dev.sluice.console.history;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.sluice.domain.history.DiffEntry.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Two long texts line by line, equal lines included.
record LineDiff(List<Line> lines) {
  /// Beyond so many lines or characters a text is long.
  private static final int LONG_LINES = 12;

  private static final int LONG_TEXT = 1_200;

  LineDiff {
    lines = List.copyOf(lines);
  }

  /// One line of both; the side that lacks it is empty.
  record Line(Change change, String before, String after) {}

  /// Whether `text` is too long to be read whole beside others.
  static boolean isLong(String text) {
    return text.length() > LONG_TEXT || text.lines().skip(LONG_LINES).findAny().isPresent();
  }

  static LineDiff of(String before, String after) {
    var left = lines(before);
    var right = lines(after);
    var all = new ArrayList<Line>();
    int at = 0;
    for (var delta : DiffUtils.diff(left, right).getDeltas()) {
      int begin = delta.getSource().getPosition();
      left.subList(at, begin).forEach(line -> all.add(new Line(Change.EQUAL, line, line)));
      add(all, delta);
      at = begin + delta.getSource().size();
    }
    left.subList(at, left.size()).forEach(line -> all.add(new Line(Change.EQUAL, line, line)));
    return new LineDiff(all);
  }

  /// A long text without line breaks, as a command with many arguments, is broken at its spaces.
  private static List<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    boolean broken = text.indexOf('\n') >= 0 || !isLong(text);
    return broken ? text.lines().toList() : Arrays.asList(text.split(" "));
  }

  private static void add(List<Line> all, AbstractDelta<String> delta) {
    var source = delta.getSource().getLines();
    var target = delta.getTarget().getLines();
    for (int i = 0; i < Math.max(source.size(), target.size()); i++) {
      if (i >= target.size()) {
        all.add(new Line(Change.REMOVED, source.get(i), ""));
      } else if (i >= source.size()) {
        all.add(new Line(Change.ADDED, "", target.get(i)));
      } else {
        all.add(new Line(Change.CHANGED, source.get(i), target.get(i)));
      }
    }
  }

  /// `count` lines beginning a little before the first difference.
  List<Line> excerpt(int count) {
    int first = 0;
    while (first < lines.size() && lines.get(first).change() == Change.EQUAL) {
      first++;
    }
    int from = Math.clamp(first - 2L, 0, Math.max(0, lines.size() - count));
    return lines.subList(from, Math.min(lines.size(), from + count));
  }
}
