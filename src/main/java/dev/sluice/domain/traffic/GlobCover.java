package dev.sluice.domain.traffic;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether some globs together leave anything over of another one. Exact: both sides are run as
/// automata over one character of every kind that any of them tells apart.
final class GlobCover {
  /// More than real rules need; beyond it nothing is claimed.
  private static final int MOST_STEPS = 200_000;

  private final GlobStates pattern;
  private final GlobStates cover;
  private final int[] characters;

  private GlobCover(Glob pattern, List<Glob> cover) {
    this.pattern = new GlobStates(List.of(pattern));
    this.cover = new GlobStates(cover);
    this.characters = characters(pattern, cover);
  }

  /// What is left of a glob.
  enum Left {
    /// There are values that only it fits.
    SOMETHING,
    /// Every value it fits is fitted by another one too.
    NOTHING,
    /// It fits no value at all.
    EMPTY,
    /// Too much to find out.
    UNKNOWN
  }

  static Left of(Glob pattern, List<Glob> cover) {
    return new GlobCover(pattern, cover).search();
  }

  private record Pair(BitSet pattern, BitSet cover) {}

  private Left search() {
    var first = new Pair(pattern.start(), cover.start());
    var seen = new HashSet<>(Set.of(first));
    var open = new ArrayDeque<>(seen);
    boolean fits = false;
    int steps = 0;
    while (!open.isEmpty()) {
      var at = open.poll();
      if (pattern.accepts(at.pattern())) {
        fits = true;
        if (!cover.accepts(at.cover())) {
          return Left.SOMETHING;
        }
      }
      for (int character : characters) {
        if (++steps > MOST_STEPS) {
          return Left.UNKNOWN;
        }
        var next = pattern.after(at.pattern(), character);
        var pair = new Pair(next, cover.after(at.cover(), character));
        if (!next.isEmpty() && seen.add(pair)) {
          open.add(pair);
        }
      }
    }
    return fits ? Left.NOTHING : Left.EMPTY;
  }

  /// One of each kind of character that the globs treat alike.
  private static int[] characters(Glob pattern, List<Glob> cover) {
    var borders = new TreeSet<Integer>(Set.of(0));
    borders(pattern, borders);
    cover.forEach(glob -> borders(glob, borders));
    return borders.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void borders(Glob glob, Set<Integer> borders) {
    for (var element : glob.elements()) {
      switch (element) {
        case Glob.Literal(int character) -> {
          borders.add(character);
          borders.add(character + 1);
        }
        case Glob.OneOf(BitSet members, boolean _) -> {
          for (int from = members.nextSetBit(0); from >= 0; ) {
            int to = members.nextClearBit(from);
            borders.add(from);
            borders.add(to);
            from = members.nextSetBit(to);
          }
        }
        case Glob.AnyOne _, Glob.AnyRun _ -> {}
      }
    }
  }
}
