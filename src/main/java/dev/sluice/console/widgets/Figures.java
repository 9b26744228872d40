package dev.sluice.console.widgets;

import java.util.Locale;
import java.util.Optional;

/// Numbers as the console writes them. What is not known is a dash, never a zero.
public final class Figures {
  private static final String UNKNOWN = "–";

  private Figures() {}

  /// One decimal below 100, none from there on.
  public static String rate(double perSecond) {
    return perSecond < 100
        ? String.format(Locale.ROOT, "%.1f", perSecond)
        : String.format(Locale.ROOT, "%,.0f", perSecond);
  }

  /// As few digits as it takes: `0`, `0.4`, `12`, `1,200`.
  public static String brief(double value) {
    boolean whole = value >= 10 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", value);
  }

  public static String rate(Optional<Double> perSecond) {
    return perSecond.map(Figures::rate).orElse(UNKNOWN);
  }

  public static String count(Optional<Integer> count) {
    return count.map(c -> String.format(Locale.ROOT, "%,d", c)).orElse(UNKNOWN);
  }

  public static String percent(Optional<Double> percent) {
    return percent.map(p -> String.format(Locale.ROOT, "%.1f %%", p)).orElse(UNKNOWN);
  }

  /// For example "12 ms"; one decimal below 10.
  public static String milliseconds(Optional<Double> time) {
    return time.map(t -> String.format(Locale.ROOT, t < 10 ? "%.1f ms" : "%,.0f ms", t))
        .orElse(UNKNOWN);
  }

  public static String mebibytes(Optional<Integer> mebibytes) {
    return mebibytes.map(m -> String.format(Locale.ROOT, "%,d MiB", m)).orElse(UNKNOWN);
  }
}
