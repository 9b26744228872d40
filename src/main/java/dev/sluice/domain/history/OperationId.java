package dev.sluice.domain.history;

import java.util.regex.Pattern;

/// Names one operation, unique in an engine, growing with time: `op-000042`.
public record OperationId(String value) implements Comparable<OperationId> {
  private static final Pattern PATTERN = Pattern.compile("op-[0-9]{6,18}");

  public OperationId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an operation id: " + value);
    }
  }

  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches();
  }

  /// Its place among all operations.
  public long number() {
    return Long.parseLong(value.substring("op-".length()));
  }

  @Override
  public int compareTo(OperationId other) {
    return Long.compare(number(), other.number());
  }

  @Override
  public String toString() {
    return value;
  }
}
