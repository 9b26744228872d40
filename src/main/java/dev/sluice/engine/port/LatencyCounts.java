package dev.sluice.engine.port;

import java.util.Arrays;

/// How often answers took how long. A value stands for all that differ from it by less than 1 %.
/// Immutable, and small: a value and its count take three bytes as a rule.
public final class LatencyCounts {
  /// Longer ones count as this one.
  public static final long HIGHEST_MICROS = 600_000_000;

  /// Of a value that are kept.
  public static final int SIGNIFICANT_DIGITS = 2;

  public static final LatencyCounts NONE = new Builder().build();

  /// For each value its distance from the one before and its count, seven bits a byte, the lowest
  /// first; the top bit says that more follow.
  private final byte[] encoded;

  private LatencyCounts(byte[] encoded) {
    this.encoded = encoded;
  }

  @FunctionalInterface
  public interface Visitor {
    void visit(long micros, long count);
  }

  /// The values, rising.
  public void forEach(Visitor visitor) {
    long value = 0;
    int at = 0;
    while (at < encoded.length) {
      long distance = 0;
      int shift = 0;
      for (; encoded[at] < 0; at++, shift += 7) {
        distance |= (encoded[at] & 0x7fL) << shift;
      }
      value += distance | (long) encoded[at++] << shift;
      long count = 0;
      shift = 0;
      for (; encoded[at] < 0; at++, shift += 7) {
        count |= (encoded[at] & 0x7fL) << shift;
      }
      visitor.visit(value, count | (long) encoded[at++] << shift);
    }
  }

  public boolean isEmpty() {
    return encoded.length == 0;
  }

  /// What it takes in memory, about.
  public int bytes() {
    return encoded.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyCounts counts && Arrays.equals(encoded, counts.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    forEach((micros, count) -> text.append(micros).append(" µs: ").append(count).append("; "));
    return text.toString();
  }

  /// Takes values in rising order.
  public static final class Builder {
    private byte[] bytes = new byte[64];
    private int length;
    private long last;

    /// @param micros above the value before
    public void add(long micros, long count) {
      if (micros < last || (micros == last && length > 0) || count <= 0) {
        throw new IllegalArgumentException(micros + " µs after " + last + ", " + count + " times");
      }
      write(micros - last);
      write(count);
      last = micros;
    }

    private void write(long number) {
      if (length + 10 > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      long rest = number;
      while (rest > 0x7f) {
        bytes[length++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[length++] = (byte) rest;
    }

    public LatencyCounts build() {
      return new LatencyCounts(Arrays.copyOf(bytes, length));
    }
  }
}
