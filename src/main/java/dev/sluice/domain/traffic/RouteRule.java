package dev.sluice.domain.traffic;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violations;

/// Sends a request to `version` when the value of `key` fits (R26, R32).
///
/// @param priority smaller ones are tried first (R27); 0 to 1,000,000
/// @param key of the URL parameter, or name of the header; 1 to 200 characters
/// @param value a [Glob]
public record RouteRule(int priority, String key, String value, VersionName version)
    implements Comparable<RouteRule> {
  public static final int MOST_PRIORITY = 1_000_000;
  public static final int LONGEST_KEY = 200;

  /// @throws InvalidValueException naming the field of the rule that is not allowed
  public RouteRule {
    if (priority < 0 || priority > MOST_PRIORITY) {
      throw new InvalidValueException(
          Violations.range("priority", "R27", Integer.toString(priority), 0, MOST_PRIORITY));
    }
    if (key.isEmpty()) {
      throw new InvalidValueException(Violations.required("key"));
    }
    if (key.length() > LONGEST_KEY) {
      throw new InvalidValueException(Violations.tooLong("key", LONGEST_KEY));
    }
    var _ = Glob.parse("value", value);
  }

  @Override
  public int compareTo(RouteRule other) {
    return Integer.compare(priority, other.priority);
  }
}
