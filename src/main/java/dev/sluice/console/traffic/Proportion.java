package dev.sluice.console.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Divides a whole number in proportion, in whole numbers.
final class Proportion {
  private Proportion() {}

  /// Parts of `total` in proportion to `weights`, by largest remainder, so that they sum to `total`
  /// exactly and none is off by one or more. Without any weight all get the same; of equal
  /// remainders the earlier key is served first.
  static <K> SortedMap<K, Integer> split(int total, SortedMap<K, Integer> weights) {
    long sum = weights.values().stream().mapToLong(Integer::longValue).sum();
    long whole = sum == 0 ? weights.size() : sum;
    var parts = new TreeMap<K, Integer>(weights.comparator());
    var remainders = new TreeMap<K, Long>(weights.comparator());
    int left = total;
    for (var weight : weights.entrySet()) {
      long share = (long) total * (sum == 0 ? 1 : weight.getValue());
      int part = (int) (share / whole);
      parts.put(weight.getKey(), part);
      remainders.put(weight.getKey(), share % whole);
      left -= part;
    }
    var order = new ArrayList<>(remainders.entrySet());
    order.sort(Comparator.comparing(Map.Entry<K, Long>::getValue).reversed());
    for (var next : order.subList(0, Math.min(left, order.size()))) {
      parts.merge(next.getKey(), 1, Integer::sum);
    }
    return parts;
  }
}
