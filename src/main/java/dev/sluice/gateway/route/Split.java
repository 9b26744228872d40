package dev.sluice.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Chooses by percentage, exactly: any 100 choices in a row give each candidate its percentage,
/// also when several threads choose (R22).
///
/// The choices repeat a sequence of 100 slots. A candidate with `p` percent has one slot in each
/// `p`-th part of the sequence, at a random place of that part: so there are no long runs, and no
/// regular pattern either that a user agent could be in step with. (With strict alternation, a
/// browser that asks for a page and its icon would get every page from the same version.)
final class Split {
  private static final int SLOTS = 100;

  private final byte[] slots;
  private final AtomicInteger next = new AtomicInteger();

  /// @param percent of each candidate; the sum is 100
  Split(List<Integer> percent, RandomGenerator random) {
    slots = arrange(percent, random);
  }

  /// The index of the candidate that the next request goes to.
  int next() {
    // Counting modulo 100, not masking a free-running count: 2^32 is no multiple of 100.
    int slot = next.getAndUpdate(now -> now == SLOTS - 1 ? 0 : now + 1);
    return slots[slot];
  }

  private static byte[] arrange(List<Integer> percent, RandomGenerator random) {
    record Slot(double at, int candidate) {}
    var arranged = new ArrayList<Slot>(SLOTS);
    for (int candidate = 0; candidate < percent.size(); candidate++) {
      int share = percent.get(candidate);
      for (int part = 0; part < share; part++) {
        arranged.add(new Slot((part + random.nextDouble()) / share, candidate));
      }
    }
    if (arranged.size() != SLOTS) {
      throw new IllegalArgumentException("percentages sum to " + arranged.size() + ", not 100");
    }
    arranged.sort(Comparator.comparingDouble(Slot::at));
    var slots = new byte[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = (byte) arranged.get(i).candidate();
    }
    return slots;
  }
}
