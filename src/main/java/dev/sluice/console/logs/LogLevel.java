package dev.sluice.console.logs;

import java.util.regex.Pattern;

/// How serious a line is, by the words that programs begin their lines with.
enum LogLevel {
  ERROR("log-error"),
  WARNING("log-warning"),
  INFO("log-info"),
  DEBUG("log-debug"),
  /// the line does not say
  PLAIN("log-plain");

  /// A level stands near the beginning; a word far into the text is part of a sentence.
  private static final int HEAD = 80;

  private static final Pattern WORD =
      Pattern.compile(
          "\\b(?:(?<error>ERROR|FATAL|SEVERE|CRITICAL|PANIC|error:|fatal:|panic:)"
              + "|(?<warning>WARN|WARNING|warn:|warning:)"
              + "|(?<info>INFO|NOTICE|info:|notice:)"
              + "|(?<debug>DEBUG|TRACE|FINE|FINER|FINEST|debug:|trace:))(?=\\W|$|(?<=:))");

  /// A stack trace belongs to the error above it.
  private static final Pattern TRACE =
      Pattern.compile("^(?:\\s+at \\S+\\(|Caused by: |\\s+\\.\\.\\. \\d+ more|Exception in )");

  private final String styleClass;

  LogLevel(String styleClass) {
    this.styleClass = styleClass;
  }

  /// The style class that carries its colour.
  String styleClass() {
    return styleClass;
  }

  static LogLevel of(String text) {
    if (TRACE.matcher(text).find()) {
      return ERROR;
    }
    var found = WORD.matcher(text).region(0, Math.min(HEAD, text.length()));
    if (!found.find()) {
      return PLAIN;
    }
    if (found.group("error") != null) {
      return ERROR;
    }
    if (found.group("warning") != null) {
      return WARNING;
    }
    return found.group("info") != null ? INFO : DEBUG;
  }
}
