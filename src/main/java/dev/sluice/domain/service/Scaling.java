package dev.sluice.domain.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/// How many instances a version runs.
///
/// @param min never fewer
/// @param max never more
/// @param conditions any one of them adds an instance (R65)
/// @param windows times of the week with more than `min` instances (R66)
public record Scaling(int min, int max, List<Condition> conditions, List<Window> windows) {
  /// R13.
  public static final Scaling DEFAULT =
      new Scaling(1, 50, List.of(new Condition(Metric.CPU, 60)), List.of());

  public Scaling {
    conditions = List.copyOf(conditions);
    windows = List.copyOf(windows);
  }

  /// A fixed count: what is running is what is wanted.
  public static Scaling fixed(int count) {
    return new Scaling(count, count, List.of(), List.of());
  }

  /// What a condition looks at: the mean over the version's ready instances.
  public enum Metric {
    /// percent of the CPU the configuration gives an instance
    CPU,
    /// percent of the memory the configuration gives an instance
    MEMORY,
    /// requests in flight per instance
    IN_FLIGHT
  }

  /// @param above exceeded means: add one
  public record Condition(Metric metric, int above) {}

  /// A time of the week.
  ///
  /// @param days on which it begins, `MON` to `SUN`
  /// @param from `HH:MM`, inclusive
  /// @param to `HH:MM`, exclusive; not after `from` means on the next day
  /// @param zone an IANA time zone
  /// @param count at least as many instances
  public record Window(Set<String> days, String from, String to, String zone, int count) {
    public Window {
      days = Set.copyOf(days);
    }

    /// The names of the days, Monday first.
    static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    /// Whether `now` lies in it. One that is not a time of the week is never open.
    public boolean isOpen(Instant now) {
      LocalTime begin;
      LocalTime end;
      ZonedDateTime here;
      try {
        begin = LocalTime.parse(from);
        end = LocalTime.parse(to);
        here = now.atZone(ZoneId.of(zone));
      } catch (DateTimeException e) {
        return false;
      }
      var time = here.toLocalTime();
      boolean overnight = !end.isAfter(begin);
      boolean sinceToday = beginsOn(here) && !time.isBefore(begin);
      boolean sinceYesterday = overnight && beginsOn(here.minusDays(1)) && time.isBefore(end);
      return sinceYesterday || (sinceToday && (overnight || time.isBefore(end)));
    }

    private boolean beginsOn(ZonedDateTime day) {
      return days.contains(DAYS.get(day.getDayOfWeek().getValue() - 1));
    }
  }
}
