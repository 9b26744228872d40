package dev.sluice.domain.service;

/// The number of a configuration within its version: 1 when created, one more for each redeploy or
/// rollback that was tried. A number is never used for two configurations.
public record Revision(int value) implements Comparable<Revision> {
  public static final Revision FIRST = new Revision(1);

  public Revision {
    if (value < 1) {
      throw new IllegalArgumentException("a revision counts from 1, not " + value);
    }
  }

  public Revision next() {
    return new Revision(value + 1);
  }

  @Override
  public int compareTo(Revision other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
