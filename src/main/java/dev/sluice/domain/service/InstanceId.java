package dev.sluice.domain.service;

import java.util.regex.Pattern;

/// Names one running copy of a version, unique in an engine and never reused, for example
/// `shop-001-7f3k2a`.
public record InstanceId(String value) implements Comparable<InstanceId> {
  private static final Pattern PATTERN = Pattern.compile("[a-z0-9-]{1,80}");

  public InstanceId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an instance id: " + value);
    }
  }

  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches();
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
