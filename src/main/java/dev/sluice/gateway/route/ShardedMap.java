package dev.sluice.gateway.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable map of which a changed one is made cheaply: the entries are spread over small maps,
/// and only those that hold a changed key are made anew. With 100,000 entries that is some hundred
/// copied entries a changed key, and one more step to look a key up.
final class ShardedMap<K, V> {
  private static final int SHARDS = 1024;

  private final List<Map<K, V>> shards;

  ShardedMap() {
    this(Collections.nCopies(SHARDS, Map.<K, V>of()));
  }

  private ShardedMap(List<Map<K, V>> shards) {
    this.shards = List.copyOf(shards);
  }

  @Nullable V get(K key) {
    return shards.get(shard(key)).get(key);
  }

  /// The same without `removed`, then with `added`.
  ShardedMap<K, V> with(Set<K> removed, Map<K, V> added) {
    var touched = new HashMap<Integer, Map<K, V>>();
    removed.forEach(key -> copy(touched, key).remove(key));
    added.forEach((key, value) -> copy(touched, key).put(key, value));
    var next = new ArrayList<>(shards);
    touched.forEach((shard, entries) -> next.set(shard, Map.copyOf(entries)));
    return new ShardedMap<>(next);
  }

  private Map<K, V> copy(Map<Integer, Map<K, V>> touched, K key) {
    return touched.computeIfAbsent(shard(key), shard -> new HashMap<>(shards.get(shard)));
  }

  private int shard(K key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 10 ^ hash >>> 20) & SHARDS - 1;
  }

  Stream<V> values() {
    return shards.stream().flatMap(entries -> entries.values().stream());
  }
}
