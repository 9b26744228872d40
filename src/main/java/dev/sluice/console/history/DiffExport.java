package dev.sluice.console.history;

import dev.sluice.console.shell.ConsoleContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.Window;

/// Takes a comparison out of the console, as plain text or Markdown, on the clipboard or in a file.
final class DiffExport {
  private final ConsoleContext context;
  private final DiffText words;
  private final DiffMarkdown markdown;

  DiffExport(ConsoleContext context) {
    this.context = context;
    this.words = new DiffText(context.texts());
    this.markdown = new DiffMarkdown(context.texts());
  }

  /// What is compared, and the result.
  record Shown(DiffPane.Sides sides, Comparison comparison) {}

  void copyText(Shown shown) {
    copy(words.all(shown.comparison(), shown.sides().title()));
  }

  void copyMarkdown(Shown shown) {
    copy(markdown.of(shown.comparison(), shown.sides()));
  }

  void saveText(Shown shown, Window window) {
    save(words.all(shown.comparison(), shown.sides().title()), "comparison.txt", window);
  }

  void saveMarkdown(Shown shown, Window window) {
    save(markdown.of(shown.comparison(), shown.sides()), "comparison.md", window);
  }

  private void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    context.notifier().done(context.texts().text("diff.copied"));
  }

  private void save(String text, String name, Window window) {
    context
        .files()
        .save(window, context.texts().text("diff.export"), name)
        .ifPresent(file -> write(text, file));
  }

  void write(String text, Path file) {
    context
        .background()
        .run(
            () -> {
              try {
                return Files.writeString(file, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .onSuccess(written -> context.notifier().done(context.texts().text("diff.saved", written)))
        .start();
  }
}
