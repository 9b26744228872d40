package dev.sluice.domain.history;

import java.util.regex.Pattern;

/// Names one snapshot, unique in an engine: the version's name and the snapshot's number in it,
/// `shop-001.3`.
public record SnapshotId(String value) implements Comparable<SnapshotId> {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9-]{1,60}\\.[0-9]{1,9}");

  public SnapshotId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a snapshot id: " + value);
    }
  }

  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches();
  }

  @Override
  public int compareTo(SnapshotId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
