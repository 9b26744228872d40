package dev.sluice.gateway.access;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file that lines are appended to. A full one is renamed to `.1`, the one before to `.2`, and so
/// on; the oldest is deleted. A line is never in two files, and only its owner may read one. Used
/// by one thread.
final class RotatedFile {
  private final Path file;
  private final long most;
  private final int files;
  private @Nullable OutputStream out;
  private long written;

  RotatedFile(Path file, long most, int files) {
    this.file = file;
    this.most = most;
    this.files = files;
  }

  /// Appends to what is there.
  OutputStream open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file)) {
      create();
    }
    written = Files.size(file);
    var opened =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    out = opened;
    return opened;
  }

  private void create() throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file,
          PosixFilePermissions.asFileAttribute(
              Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
    } else {
      Files.createFile(file);
    }
  }

  /// @throws IOException when it cannot be written; the next call tries to open it again
  void write(byte[] line) throws IOException {
    var present = out == null ? open() : out;
    if (written > 0 && written + line.length > most) {
      close();
      rotate();
      present = open();
    }
    try {
      present.write(line);
      written += line.length;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void flush() throws IOException {
    if (out != null) {
      try {
        out.flush();
      } catch (IOException e) {
        close();
        throw e;
      }
    }
  }

  private void rotate() throws IOException {
    if (files == 1) {
      Files.deleteIfExists(file);
      return;
    }
    for (int older = files - 1; older > 1; older--) {
      var newer = numbered(older - 1);
      if (Files.exists(newer)) {
        Files.move(newer, numbered(older), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /// What could not be written is lost.
  void close() {
    var present = out;
    out = null;
    if (present != null) {
      try {
        present.close();
      } catch (IOException e) {
        System.getLogger(RotatedFile.class.getName())
            .log(System.Logger.Level.DEBUG, "Closing " + file + " failed", e);
      }
    }
  }
}
