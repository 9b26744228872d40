package dev.sluice.engine.logs;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.Step;
import dev.sluice.domain.history.Operation.StepState;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.port.LogReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An operation as a log: when it and each of its steps began and ended and how, the last lines of
/// the instance that failed, and why it failed. A position is the number of a line; lines are only
/// ever added, because times of later commits are later.
public final class OperationLines implements LogReader {
  private final List<Entry> entries;

  public OperationLines(Operation operation) {
    var found = new ArrayList<Entry>();
    begin(operation, found);
    var culprit = culprit(operation);
    for (var step : operation.steps()) {
      steps(operation, step, culprit.filter(step::equals).isPresent(), found);
    }
    if (culprit.isEmpty()) {
      operation
          .endedAt()
          .ifPresent(end -> kept(operation, operation.startedAt(), end, Optional.empty(), found));
    }
    end(operation, found);
    found.sort(Comparator.comparing(Entry::latest));
    entries = List.copyOf(found);
  }

  /// @param earliest see [LogReader.Line]
  private record Entry(Instant earliest, Instant latest, LogLine line) {}

  private static void begin(Operation operation, List<Entry> found) {
    String remark = operation.remark().isEmpty() ? "" : ": " + operation.remark();
    String what = operation.version().map(Object::toString).orElse(operation.service().value());
    String text = "%s of %s by %s%s".formatted(operation.kind(), what, operation.by(), remark);
    found.add(entry(operation, operation.startedAt(), Optional.empty(), text));
  }

  private static void steps(Operation operation, Step step, boolean kept, List<Entry> found) {
    var instance = instance(step);
    found.add(entry(operation, step.startedAt(), instance, step.name() + ": begun"));
    if (step.endedAt().isEmpty()) {
      return;
    }
    var end = step.endedAt().get();
    if (kept) {
      kept(operation, step.startedAt(), end, instance, found);
    }
    String message = step.message().map(text -> ": " + text).orElse("");
    String how = step.state().name().toLowerCase(Locale.ROOT);
    found.add(entry(operation, end, instance, step.name() + ": " + how + message));
  }

  /// What the instance wrote before it failed: at some time between the two.
  private static void kept(
      Operation operation,
      Instant earliest,
      Instant latest,
      Optional<InstanceId> instance,
      List<Entry> found) {
    for (String text : operation.log()) {
      found.add(
          new Entry(
              earliest,
              latest,
              new LogLine(
                  Optional.empty(),
                  instance,
                  operation.version(),
                  Optional.of(operation.id()),
                  text)));
    }
  }

  private static void end(Operation operation, List<Entry> found) {
    operation
        .endedAt()
        .ifPresent(
            end -> {
              operation
                  .problem()
                  .ifPresent(
                      problem ->
                          found.add(
                              entry(
                                  operation,
                                  end,
                                  Optional.empty(),
                                  problem.code() + ": " + problem.message())));
              found.add(entry(operation, end, Optional.empty(), operation.state().name()));
            });
  }

  private static Entry entry(
      Operation operation, Instant at, Optional<InstanceId> instance, String text) {
    var line =
        new LogLine(
            Optional.of(at), instance, operation.version(), Optional.of(operation.id()), text);
    return new Entry(at, at, line);
  }

  /// The step of the instance that failed first: its log was kept with it.
  private static Optional<Step> culprit(Operation operation) {
    return operation.steps().stream()
        .filter(step -> step.state() == StepState.FAILED && instance(step).isPresent())
        .min(Comparator.comparing(step -> step.endedAt().orElse(Instant.MAX)));
  }

  private static Optional<InstanceId> instance(Step step) {
    return Optional.of(step.name().substring(step.name().indexOf(' ') + 1))
        .filter(name -> step.name().indexOf(' ') > 0 && InstanceId.isValid(name))
        .map(InstanceId::new);
  }

  /// What `line`, which came from here, is to a reader.
  LogLine line(Line line) {
    return entries.get((int) line.start()).line();
  }

  @Override
  public long end() {
    return entries.size();
  }

  @Override
  public Optional<Line> before(long position) {
    long behind = Math.min(position, entries.size());
    return behind <= 0 ? Optional.empty() : Optional.of(at((int) behind - 1));
  }

  @Override
  public Optional<Line> after(long position) {
    return position >= entries.size() ? Optional.empty() : Optional.of(at((int) position));
  }

  private Line at(int number) {
    var entry = entries.get(number);
    return new Line(
        number, number + 1L, true, entry.earliest(), entry.latest(), entry.line().text());
  }

  @Override
  public long writtenBefore(Instant moment) {
    // All of it is at hand, so the filter alone will do.
    return entries.size();
  }
}
