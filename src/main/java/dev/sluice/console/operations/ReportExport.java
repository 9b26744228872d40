package dev.sluice.console.operations;

import dev.sluice.console.shell.ConsoleContext;
import dev.sluice.domain.history.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;

/// Takes an operation's report out of the console: to the clipboard or into a file.
final class ReportExport {
  private final ConsoleContext context;
  private final OperationReport report;

  ReportExport(ConsoleContext context) {
    this.context = context;
    this.report = new OperationReport(context.texts(), context.moments());
  }

  void copyMarkdown(Operation operation) {
    copy(report.of(operation), "progress.report.copied");
  }

  void copyText(Operation operation) {
    copy(report.plain(operation), "progress.report.copied.text");
  }

  private void copy(String text, String told) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    context.notifier().done(context.texts().text(told));
  }

  /// Asks where to; as Markdown or, when the name ends so, as plain text.
  void save(Operation operation, Window owner) {
    context
        .files()
        .save(owner, context.texts().text("progress.report.save"), operation.id() + ".md")
        .ifPresent(file -> save(operation, file));
  }

  private void save(Operation operation, Path file) {
    boolean plain = file.toString().endsWith(".txt");
    String text = plain ? report.plain(operation) : report.of(operation);
    context
        .background()
        .run(() -> Files.writeString(file, text))
        .onSuccess(_ -> context.notifier().done(context.texts().text("logs.saved", file)))
        .start();
  }
}
