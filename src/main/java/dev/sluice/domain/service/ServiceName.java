package dev.sluice.domain.service;

import java.util.regex.Pattern;

/// The unique name of a service, for example `shop`. It never changes (R1, R2).
///
/// @param value matches `[a-z]([-a-z0-9]{0,38}[a-z0-9])?`
public record ServiceName(String value) implements Comparable<ServiceName> {
  /// The shape of a name (R1): a DNS label, short enough that a version's name is one as well.
  public static final String SHAPE = "[a-z]([-a-z0-9]{0,38}[a-z0-9])?";

  private static final Pattern PATTERN = Pattern.compile(SHAPE);

  /// @throws InvalidValueException when the name does not match [#SHAPE]
  public ServiceName {
    if (!isValid(value)) {
      throw new InvalidValueException(Violations.serviceName("name", value));
    }
  }

  /// Whether `value` could be a service's name.
  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches();
  }

  @Override
  public int compareTo(ServiceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
