package dev.sluice.domain.service;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a version, `<service>-NNN`, for example `shop-007`. Numbers only grow and are never
/// reused (R6); past 999 the number simply gets longer.
///
/// @param service the service it belongs to
/// @param number counts from 1
public record VersionName(ServiceName service, int number) implements Comparable<VersionName> {
  private static final Pattern PATTERN =
      Pattern.compile("(" + ServiceName.SHAPE + ")-([0-9]{3,9})");

  public VersionName {
    if (number < 1) {
      throw new IllegalArgumentException("a version's number counts from 1, not " + number);
    }
  }

  /// Reads a name as [#toString] writes it; empty when `text` is not one.
  public static Optional<VersionName> parse(String text) {
    var matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(3));
    if (number < 1) {
      return Optional.empty();
    }
    var name = new VersionName(new ServiceName(matcher.group(1)), number);
    return name.toString().equals(text) ? Optional.of(name) : Optional.empty();
  }

  @Override
  public int compareTo(VersionName other) {
    int byService = service.compareTo(other.service);
    return byService != 0 ? byService : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    // Not String.format: names are written in every view, event and log line.
    String dash = number < 10 ? "-00" : number < 100 ? "-0" : "-";
    return service.value().concat(dash).concat(Integer.toString(number));
  }
}
