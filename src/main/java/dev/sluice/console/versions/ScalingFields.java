package dev.sluice.console.versions;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Scaling conditions and windows as they are typed: a threshold for each metric, and one line for
/// each window.
final class ScalingFields {
  static final String WINDOWS = "scaling.windows";

  private static final List<String> WEEK = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
  private static final Pattern WINDOW =
      Pattern.compile("(\\S+)\\s+(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)\\s+(\\S+)\\s+(\\d{1,6})");
  private static final Pattern CONDITION =
      Pattern.compile("scaling\\.conditions\\[(\\d+)]\\.above");

  private ScalingFields() {}

  /// The form's name of a metric's threshold.
  static String above(Scaling.Metric metric) {
    return "scaling.conditions." + metric + ".above";
  }

  static String threshold(Scaling scaling, Scaling.Metric metric) {
    return scaling.conditions().stream()
        .filter(condition -> condition.metric() == metric)
        .map(condition -> Integer.toString(condition.above()))
        .findFirst()
        .orElse("");
  }

  /// For example `MON,TUE 08:00-18:00 Europe/Berlin 4`.
  static String windows(Scaling scaling) {
    return scaling.windows().stream().map(ScalingFields::line).collect(Collectors.joining("\n"));
  }

  private static String line(Scaling.Window window) {
    return days(window.days())
        + " %s-%s %s %d".formatted(window.from(), window.to(), window.zone(), window.count());
  }

  private static String days(Collection<String> days) {
    return days.stream()
        .sorted((a, b) -> WEEK.indexOf(a) - WEEK.indexOf(b))
        .collect(Collectors.joining(","));
  }

  /// Lines that are no window are added to `wrong`, once.
  static List<Scaling.Window> readWindows(String text, List<Violation> wrong) {
    var windows = new ArrayList<Scaling.Window>();
    boolean right = true;
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      var window = readWindow(line);
      window.ifPresent(windows::add);
      right &= window.isPresent();
    }
    if (!right) {
      wrong.add(Violations.notA(WINDOWS, "lines like MON,TUE 08:00-18:00 Europe/Berlin 4"));
    }
    return windows;
  }

  private static Optional<Scaling.Window> readWindow(String line) {
    var found = WINDOW.matcher(line);
    if (!found.matches()) {
      return Optional.empty();
    }
    Set<String> days =
        Arrays.stream(found.group(1).toUpperCase(Locale.ROOT).split(","))
            .collect(Collectors.toCollection(TreeSet::new));
    return Optional.of(
        new Scaling.Window(
            days,
            found.group(2),
            found.group(3),
            found.group(4),
            Integer.parseInt(found.group(5))));
  }

  /// The form's name of the field that `violation` is about; rules name conditions and windows by
  /// their place in the list.
  static String field(Violation violation, Configuration draft) {
    var condition = CONDITION.matcher(violation.field());
    if (condition.matches()) {
      int index = Integer.parseInt(condition.group(1));
      var conditions = draft.scaling().conditions();
      return index < conditions.size() ? above(conditions.get(index).metric()) : violation.field();
    }
    for (String list : List.of(WINDOWS, "logs", "command")) {
      if (violation.field().startsWith(list + "[")) {
        return list;
      }
    }
    return violation.field().startsWith("artifact") ? "artifact" : violation.field();
  }
}
