package dev.sluice.console.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// Asks the operator for a file. For the JavaFX thread.
public interface FileDialogs {

  /// Where to write to; empty when the operator would rather not.
  ///
  /// @param name that is offered; its ending is the kind of file
  Optional<Path> save(Window owner, String title, String name);

  /// Which file to read; empty likewise.
  Optional<Path> open(Window owner, String title);

  /// Those of the operating system.
  static FileDialogs system() {
    return new FileDialogs() {
      @Override
      public Optional<Path> save(Window owner, String title, String name) {
        var chooser = chooser(title);
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
      }

      @Override
      public Optional<Path> open(Window owner, String title) {
        return Optional.ofNullable(chooser(title).showOpenDialog(owner)).map(File::toPath);
      }

      private static FileChooser chooser(String title) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        return chooser;
      }
    };
  }
}
