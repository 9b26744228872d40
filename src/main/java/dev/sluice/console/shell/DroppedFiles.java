package dev.sluice.console.shell;

import dev.sluice.console.widgets.Tone;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.ServiceName;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/// A jar or an archive that is dropped on the window becomes the start of a new version: of the
/// service that is open, else of a new one.
final class DroppedFiles {
  private final Supplier<Session> session;

  DroppedFiles(Supplier<Session> session) {
    this.session = session;
  }

  void listen(Scene scene) {
    scene.setOnDragOver(
        event -> {
          if (deployable(event).isPresent() && !isOffline()) {
            event.acceptTransferModes(TransferMode.COPY);
          }
          event.consume();
        });
    scene.setOnDragDropped(
        event -> {
          var file = deployable(event);
          file.ifPresent(this::take);
          event.setDropCompleted(file.isPresent());
          event.consume();
        });
  }

  private boolean isOffline() {
    return session.get().context().feed().offline().getValue();
  }

  private static Optional<Path> deployable(DragEvent event) {
    return event.getDragboard().hasFiles()
        ? deployable(event.getDragboard().getFiles().stream().map(File::toPath).toList())
        : Optional.empty();
  }

  /// One file at a time: two would be two versions.
  static Optional<Path> deployable(List<Path> files) {
    return Optional.of(files)
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .filter(file -> isJar(file) || isArchive(file));
  }

  private static boolean isJar(Path file) {
    return name(file).endsWith(".jar");
  }

  private static boolean isArchive(Path file) {
    String name = name(file);
    return name.endsWith(".zip") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /// Brings the file to the engine, which may be far away, and goes on where it is needed.
  void take(Path file) {
    var context = session.get().context();
    var place = session.get().navigator().place().get();
    var service = Optional.ofNullable(place).flatMap(Place::about);
    context
        .notifier()
        .news(Tone.BUSY, context.texts().text("app.drop.uploading", file.getFileName()));
    context
        .background()
        .run(() -> upload(context, file))
        .onSuccess(artifact -> context.navigator().open(next(service, artifact)))
        .start();
  }

  private static Artifact upload(ConsoleContext context, Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      var source = new Artifact.Upload(context.engine().upload(bytes));
      return isJar(file) ? new Artifact.Jar(source) : new Artifact.Archive(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Place next(Optional<ServiceName> service, Artifact artifact) {
    return service
        .<Place>map(name -> new Place.NewVersion(name, Optional.empty(), Optional.of(artifact)))
        .orElseGet(() -> new Place.NewService(Optional.of(artifact)));
  }
}
