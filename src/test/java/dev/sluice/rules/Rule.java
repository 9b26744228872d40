package dev.sluice.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A numbered rule of the specification.
///
/// @param group the heading it stands under
/// @param text on one line
record Rule(int number, String group, String text) {
  private static final Pattern FIRST_LINE = Pattern.compile("- R(\\d+) +(.*)");

  String name() {
    return "R" + number;
  }

  /// Reads Markdown: headings `## group`, items `- R7 text` that may go on over indented lines.
  static List<Rule> parse(List<String> lines) {
    var rules = new ArrayList<Rule>();
    String group = "";
    for (String line : lines) {
      var first = FIRST_LINE.matcher(line);
      if (line.startsWith("## ")) {
        group = line.substring(3).strip();
      } else if (first.matches()) {
        rules.add(new Rule(Integer.parseInt(first.group(1)), group, first.group(2).strip()));
      } else if (line.startsWith("  ")) {
        rules.add(rules.removeLast().and(line.strip()));
      }
    }
    return rules;
  }

  private Rule and(String more) {
    return new Rule(number, group, text + " " + more);
  }
}
