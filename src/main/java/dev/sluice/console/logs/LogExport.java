package dev.sluice.console.logs;

import dev.sluice.console.shell.ConsoleContext;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;

/// What is shown of a log, for other programs.
final class LogExport {
  private final ConsoleContext context;

  LogExport(ConsoleContext context) {
    this.context = context;
  }

  void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    context.notifier().done(context.texts().text("logs.copied"));
  }

  /// Asks where to.
  ///
  /// @param name of the log, which the file is called by
  void save(String text, String name, Window owner) {
    context
        .files()
        .save(owner, context.texts().text("logs.save"), name + ".log")
        .ifPresent(file -> write(file, text));
  }

  private void write(Path file, String text) {
    context
        .background()
        .run(() -> Files.writeString(file, text))
        .onSuccess(
            _ -> context.notifier().done(context.texts().text("logs.saved", file.getFileName())))
        .start();
  }
}
