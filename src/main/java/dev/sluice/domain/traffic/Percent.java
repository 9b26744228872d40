package dev.sluice.domain.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.Violations;

/// A share of a service's requests, a whole number from 0 to 100 (R19).
public record Percent(int value) implements Comparable<Percent> {
  public static final Percent NONE = new Percent(0);
  public static final Percent ALL = new Percent(100);

  public Percent {
    if (value < 0 || value > 100) {
      throw new InvalidValueException(Violations.percent("percent", Integer.toString(value)));
    }
  }

  @Override
  public int compareTo(Percent other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " %";
  }
}
