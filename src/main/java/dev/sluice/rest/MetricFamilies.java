package dev.sluice.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/// Writes Prometheus' text format, version 0.0.4: one family after the other, each with its help,
/// its type and its samples together, whatever order they are told in.
final class MetricFamilies {
  private final Map<String, StringBuilder> families = new LinkedHashMap<>();

  enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  /// @param help one sentence
  void family(String name, Type type, String help) {
    var text = new StringBuilder();
    text.append("# HELP ").append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(' ');
    text.append(
            switch (type) {
              case COUNTER -> "counter";
              case GAUGE -> "gauge";
              case HISTOGRAM -> "histogram";
            })
        .append('\n');
    families.put(name, text);
  }

  /// @param labels names and values, in turns
  void sample(String family, double value, String... labels) {
    write(family, "", number(value), labels);
  }

  void sample(String family, long count, String... labels) {
    write(family, "", Long.toString(count), labels);
  }

  /// @param suffix of the name, as histograms have it
  void sample(String family, String suffix, double value, String... labels) {
    write(family, suffix, number(value), labels);
  }

  void sample(String family, String suffix, long count, String... labels) {
    write(family, suffix, Long.toString(count), labels);
  }

  private void write(String family, String suffix, String value, String... labels) {
    var text = families.get(family);
    if (text == null) {
      throw new IllegalArgumentException("no family " + family);
    }
    text.append(family).append(suffix);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escape(labels[i + 1], text);
      text.append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      switch (value.charAt(i)) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(value.charAt(i));
      }
    }
  }

  static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "+Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  String text() {
    var all = new StringBuilder();
    families.values().forEach(all::append);
    return all.toString();
  }
}
