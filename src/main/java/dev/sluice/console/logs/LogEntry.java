package dev.sluice.console.logs;

import dev.sluice.console.fx.Moments;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.LogLine;
import dev.sluice.engine.api.LogQuery;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line as it is shown.
///
/// @param number orders the lines of a log; grows from older to newer
/// @param text time, instance and what was written, without anything a terminal would obey
/// @param messageStart where what was written begins in `text`
record LogEntry(
    long number,
    Optional<VersionName> version,
    Optional<InstanceId> instance,
    String text,
    int messageStart,
    LogLevel level) {
  private static final String NO_TIME = " ".repeat("00:00:00.000".length());

  /// Colours and cursor movements for terminals.
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -~])?");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]|\\p{Cf}");

  static LogEntry of(long number, LogLine line, Writer writer, Moments moments) {
    var prefix = new StringBuilder();
    if (writer != Writer.KEPT) {
      prefix.append(line.at().map(moments::millis).orElse(NO_TIME)).append("  ");
    }
    writer.of(line).ifPresent(name -> prefix.append(name).append("  "));
    String message = clean(line.text());
    return new LogEntry(
        number,
        line.version(),
        line.instance(),
        prefix + message,
        prefix.length(),
        LogLevel.of(message));
  }

  static String clean(String text) {
    String plain = text.indexOf('\u001b') < 0 ? text : ESCAPE.matcher(text).replaceAll("");
    return CONTROL.matcher(plain).replaceAll("").replace("\t", "    ");
  }

  /// How a line names the instance that wrote it: no longer than it takes to tell it from others.
  enum Writer {
    /// kept lines, that have neither time nor instance
    KEPT,
    /// one instance only
    NOBODY,
    /// instances of one version: `i4`
    INSTANCE,
    /// instances of several versions: `002-i4`
    VERSION_AND_INSTANCE;

    static Writer of(LogQuery.Source source) {
      return switch (source) {
        case LogQuery.OfService _ -> VERSION_AND_INSTANCE;
        case LogQuery.OfVersion _ -> INSTANCE;
        case LogQuery.OfInstance _, LogQuery.OfOperation _ -> NOBODY;
      };
    }

    private Optional<String> of(LogLine line) {
      return line.instance()
          .map(InstanceId::value)
          .flatMap(
              id ->
                  switch (this) {
                    case KEPT, NOBODY -> Optional.empty();
                    case INSTANCE -> Optional.of(id.substring(id.lastIndexOf('-') + 1));
                    case VERSION_AND_INSTANCE -> Optional.of(afterService(id, line));
                  });
    }

    private static String afterService(String id, LogLine line) {
      return line.version()
          .map(version -> version.service().value().length() + 1)
          .filter(start -> start < id.length())
          .map(id::substring)
          .orElse(id);
    }
  }
}
