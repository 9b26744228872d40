package dev.sluice.domain.traffic;

import dev.sluice.domain.traffic.Glob.Element;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several globs as one automaton: a state is a place in one of them, and all states that a value
/// may have led to are carried on together. Null stands for a glob's end.
final class GlobStates {
  private final List<@Nullable Element> places = new ArrayList<>();
  private final BitSet starts = new BitSet();

  GlobStates(List<Glob> globs) {
    for (var glob : globs) {
      starts.set(places.size());
      places.addAll(glob.elements());
      places.add(null);
    }
  }

  BitSet start() {
    return closed((BitSet) starts.clone());
  }

  /// Where `character` leads from `states`; empty when nowhere.
  BitSet after(BitSet states, int character) {
    var next = new BitSet();
    for (int at = states.nextSetBit(0); at >= 0; at = states.nextSetBit(at + 1)) {
      var element = places.get(at);
      if (element instanceof Glob.AnyRun) {
        next.set(at);
      } else if (element != null && Glob.fits(element, character)) {
        next.set(at + 1);
      }
    }
    return closed(next);
  }

  /// Whether a value that led to `states` is fitted by one of the globs.
  boolean accepts(BitSet states) {
    return states.stream().anyMatch(at -> places.get(at) == null);
  }

  /// A run may be empty.
  private BitSet closed(BitSet states) {
    for (int at = states.nextSetBit(0); at >= 0; at = states.nextSetBit(at + 1)) {
      if (places.get(at) instanceof Glob.AnyRun) {
        states.set(at + 1);
      }
    }
    return states;
  }
}
