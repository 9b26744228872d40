package dev.sluice.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A strict reader of Prometheus' text format, version 0.0.4: what the format only recommends is
/// demanded here, and histograms have to make sense.
final class ExpositionFormat {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|\\+Inf|-Inf|NaN");
  private static final Set<String> TYPES =
      Set.of("counter", "gauge", "histogram", "summary", "untyped");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Set<String> closed = new HashSet<>();
  private String family = "";
  private boolean helped;

  record Sample(String name, Map<String, String> labels, double value) {}

  private ExpositionFormat() {}

  /// @throws IllegalArgumentException with the line that breaks the format
  static ExpositionFormat parse(String text) {
    var parsed = new ExpositionFormat();
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("the last line has no end");
    }
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      try {
        parsed.readLine(line);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(e.getMessage() + " in: " + line, e);
      }
    }
    parsed.checkUnique();
    parsed.checkHistograms();
    return parsed;
  }

  List<Sample> samples() {
    return samples;
  }

  Map<String, String> types() {
    return types;
  }

  /// The sum of the samples of that name that have these labels among theirs.
  double sum(String name, String... labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(
            sample -> {
              boolean has = true;
              for (int i = 0; i < labels.length; i += 2) {
                has &= labels[i + 1].equals(sample.labels().get(labels[i]));
              }
              return has;
            })
        .mapToDouble(Sample::value)
        .sum();
  }

  private void readLine(String line) {
    if (line.startsWith("# HELP ")) {
      var parts = line.substring(7).split(" ", 2);
      begin(parts[0]);
      require(parts.length == 2 && !parts[1].isBlank(), "no help");
      require(!parts[1].replace("\\\\", "").replaceAll("\\\\n", "").contains("\\"), "bad escape");
      helped = true;
    } else if (line.startsWith("# TYPE ")) {
      var parts = line.substring(7).split(" ", -1);
      require(parts.length == 2 && TYPES.contains(parts[1]), "no such type");
      require(helped && parts[0].equals(family), "a type without its help before it");
      require(types.put(family, parts[1]) == null, "a second type");
    } else {
      require(!line.startsWith("#") && !line.isEmpty(), "neither sample, help nor type");
      readSample(line);
    }
  }

  private void begin(String name) {
    require(NAME.matcher(name).matches(), "not a name");
    closed.add(family);
    require(!closed.contains(name), "a family in two places");
    family = name;
    helped = false;
  }

  private void readSample(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) != '{' && line.charAt(at) != ' ') {
      at++;
    }
    String name = line.substring(0, at);
    require(NAME.matcher(name).matches(), "not a name");
    require(types.containsKey(family) && belongs(name), "a sample outside its family");
    var labels = new TreeMap<String, String>();
    if (line.charAt(at) == '{') {
      at = readLabels(line, at + 1, labels);
    }
    require(line.charAt(at) == ' ', "no space before the value");
    String value = line.substring(at + 1);
    require(NUMBER.matcher(value).matches(), "not a number");
    double number = number(value);
    boolean counts = type().equals("counter") || type().equals("histogram");
    require(!counts || number >= 0, "a negative count");
    require(!type().equals("counter") || name.endsWith("_total"), "a counter not _total");
    samples.add(new Sample(name, labels, number));
  }

  /// Of the present family; empty before it is told.
  private String type() {
    return types.getOrDefault(family, "");
  }

  private boolean belongs(String name) {
    return type().equals("histogram")
        ? Set.of("_bucket", "_sum", "_count").stream().anyMatch(s -> name.equals(family + s))
        : name.equals(family);
  }

  /// @return where the closing brace is followed
  private static int readLabels(String line, int from, Map<String, String> labels) {
    int at = from;
    while (true) {
      int equals = line.indexOf("=\"", at);
      String label = line.substring(at, equals);
      require(LABEL.matcher(label).matches() && !label.startsWith("__"), "not a label");
      var value = new StringBuilder();
      at = equals + 2;
      while (line.charAt(at) != '"') {
        if (line.charAt(at) == '\\') {
          at++;
          value.append(
              switch (line.charAt(at)) {
                case 'n' -> '\n';
                case '\\' -> '\\';
                case '"' -> '"';
                default -> throw new IllegalArgumentException("bad escape");
              });
        } else {
          value.append(line.charAt(at));
        }
        at++;
      }
      require(labels.put(label, value.toString()) == null, "a label twice");
      at++;
      if (line.charAt(at) == '}') {
        return at + 1;
      }
      require(line.charAt(at) == ',', "no comma between labels");
      at++;
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case String number -> Double.parseDouble(number);
    };
  }

  private void checkUnique() {
    var seen = new HashSet<String>();
    for (var sample : samples) {
      require(seen.add(sample.name() + sample.labels()), "the same sample twice: " + sample);
    }
  }

  private void checkHistograms() {
    for (var type : types.entrySet()) {
      if (type.getValue().equals("histogram")) {
        checkHistogram(type.getKey());
      }
    }
  }

  private void checkHistogram(String name) {
    var buckets = new HashMap<Map<String, String>, TreeMap<Double, Double>>();
    for (var sample : samples) {
      if (sample.name().equals(name + "_bucket")) {
        var labels = new TreeMap<>(sample.labels());
        String bound = labels.remove("le");
        require(bound != null, "a bucket without bound: " + sample);
        buckets
            .computeIfAbsent(labels, _ -> new TreeMap<>())
            .put(number(bound == null ? "NaN" : bound), sample.value());
      }
    }
    for (var histogram : buckets.entrySet()) {
      double before = 0;
      for (double count : histogram.getValue().values()) {
        require(count >= before, "buckets do not grow: " + histogram);
        before = count;
      }
      require(
          histogram.getValue().lastKey() == Double.POSITIVE_INFINITY, "no last bucket: " + name);
      require(value(name + "_count", histogram.getKey()) == before, "_count differs: " + histogram);
      double sum = value(name + "_sum", histogram.getKey());
      require(before == 0 ? sum == 0 : sum >= 0, "_sum makes no sense: " + histogram);
    }
    require(
        samples.stream().filter(s -> s.name().equals(name + "_count")).count() == buckets.size(),
        "a count without buckets: " + name);
  }

  private double value(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("missing " + name + labels));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
