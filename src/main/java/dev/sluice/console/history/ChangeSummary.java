package dev.sluice.console.history;

import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.ConfigurationDiff.PartSummary;
import java.util.List;
import java.util.stream.Collectors;

/// What changed, in a line: "Environment +2 −1, Resources ~1".
final class ChangeSummary {
  private final Texts texts;
  private final FieldNames names;

  ChangeSummary(Texts texts) {
    this.texts = texts;
    this.names = new FieldNames(texts);
  }

  String of(List<PartSummary> changes) {
    return changes.isEmpty()
        ? texts.text("history.same")
        : changes.stream().map(this::part).collect(Collectors.joining(", "));
  }

  private String part(PartSummary summary) {
    String name =
        summary.part().equals("environment")
            ? texts.text("history.environment")
            : names.group(summary.part());
    return name
        + figure("+", summary.added())
        + figure("−", summary.removed())
        + figure("~", summary.changed());
  }

  private static String figure(String sign, int count) {
    return count == 0 ? "" : " " + sign + count;
  }
}
