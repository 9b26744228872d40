package dev.sluice.console.operations;

import dev.sluice.console.fx.Moments;
import dev.sluice.console.fx.Texts;
import dev.sluice.domain.history.Operation;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An operation for a ticket or a chat: as Markdown or as plain text.
final class OperationReport {
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE = Pattern.compile("(?m)^```\\n|`");

  private final Texts texts;
  private final Moments moments;
  private final OperationWords words;

  OperationReport(Texts texts, Moments moments) {
    this.texts = texts;
    this.moments = moments;
    this.words = new OperationWords(texts, moments);
  }

  /// What Markdown marks is left out.
  String plain(Operation operation) {
    String text = HEADING.matcher(of(operation)).replaceAll("$1");
    return CODE.matcher(text).replaceAll("");
  }

  String of(Operation operation) {
    return Stream.of(
            head(operation),
            problem(operation),
            changes(operation),
            steps(operation),
            log(operation))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private String head(Operation operation) {
    var lines = Stream.<String>builder();
    lines.add("# " + words.title(operation) + "\n");
    lines.add(item("state", texts.text("state.operation." + operation.state())));
    lines.add(item("id", "`" + operation.id() + "`"));
    lines.add(item("by", operation.by()));
    if (!operation.remark().isEmpty()) {
      lines.add(item("remark", operation.remark()));
    }
    lines.add(item("from", moments.full(operation.startedAt())));
    operation
        .endedAt()
        .ifPresent(
            end ->
                lines.add(
                    item(
                        "duration",
                        moments.lasting(Duration.between(operation.startedAt(), end)))));
    return lines.build().collect(Collectors.joining("\n"));
  }

  private String item(String key, String value) {
    return "- " + texts.text("progress.report." + key) + ": " + value;
  }

  private String problem(Operation operation) {
    return operation
        .problem()
        .map(
            failure ->
                "## "
                    + texts.text("progress.report.problem")
                    + "\n\n"
                    + texts.failure(failure)
                    + " (`"
                    + failure.code()
                    + "`)\n\n"
                    + words.restored(operation))
        .map(String::strip)
        .orElse("");
  }

  private String changes(Operation operation) {
    return section(
        "progress.changes",
        OperationWords.changes(operation).stream().map(line -> "- `" + line + "`").toList());
  }

  private String steps(Operation operation) {
    return section("progress.steps", operation.steps().stream().map(this::step).toList());
  }

  private String step(Operation.Step step) {
    String state = texts.text("progress.step.state." + step.state());
    String message = step.message().map(text -> ": " + text).orElse("");
    return "- "
        + moments.clock(step.startedAt())
        + " "
        + words.step(step)
        + " – "
        + state
        + message;
  }

  private String log(Operation operation) {
    return operation.log().isEmpty()
        ? ""
        : section(
            "progress.log.kept",
            Stream.of(List.of("```"), operation.log(), List.of("```"))
                .flatMap(List::stream)
                .toList());
  }

  private String section(String title, List<String> lines) {
    return lines.isEmpty() ? "" : "## " + texts.text(title) + "\n\n" + String.join("\n", lines);
  }
}
