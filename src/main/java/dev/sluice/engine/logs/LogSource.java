package dev.sluice.engine.logs;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.port.LogReader;
import java.util.Optional;
import java.util.function.Function;

/// One of the logs that are read together.
///
/// @param key what tells it from the others, now and later
/// @param read what a line of it is to a reader
public record LogSource(String key, LogReader reader, Function<LogReader.Line, LogLine> read) {

  /// What an instance wrote.
  public static LogSource of(VersionName version, InstanceId instance, LogReader reader) {
    return new LogSource(
        instance.value(),
        reader,
        line ->
            new LogLine(
                line.at(),
                Optional.of(instance),
                Optional.of(version),
                Optional.empty(),
                line.text()));
  }

  /// What became of an operation.
  public static LogSource of(OperationLines lines, OperationId operation) {
    return new LogSource(operation.value(), lines, lines::line);
  }
}
