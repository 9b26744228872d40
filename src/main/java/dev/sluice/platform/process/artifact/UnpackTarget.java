package dev.sluice.platform.process.artifact;

import static dev.sluice.domain.service.Violations.shown;

import dev.sluice.engine.port.Platform.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/// Writes an archive's entries below one directory and nowhere else, within limits. An entry's name
/// is resolved once, and the path that was checked is the path that is written.
final class UnpackTarget {
  private static final int BLOCK = 1 << 16;
  private static final int EXECUTABLE = 0111;

  private final Path root;
  private final UnpackLimits limits;
  private final long mostBytes;
  private int entries;
  private long bytes;

  /// @param packed the size of the archive
  UnpackTarget(Path root, UnpackLimits limits, long packed) {
    this.root = root.toAbsolutePath().normalize();
    this.limits = limits;
    this.mostBytes = limits.mostBytes(packed);
  }

  void directory(String name) throws BuildException, IOException {
    count();
    Files.createDirectories(resolve(name));
  }

  /// @param mode Unix permissions, of which only "may be executed" is kept
  void file(String name, int mode, InputStream content) throws BuildException, IOException {
    count();
    var path = resolve(name);
    if (path.equals(root)) {
      throw new BuildException("The archive has an entry without a name.");
    }
    Files.createDirectories(path.getParent());
    write(name, path, content);
    if ((mode & EXECUTABLE) != 0) {
      makeExecutable(path);
    }
  }

  private void count() throws BuildException {
    if (++entries > limits.entries()) {
      throw new BuildException(
          "The archive has more than the " + limits.entries() + " entries that are allowed.");
    }
  }

  private Path resolve(String name) throws BuildException {
    // Backslashes part names on Windows only, so there they would leave the directory unseen.
    boolean absolute = name.startsWith("/") || name.startsWith("\\") || name.matches("[A-Za-z]:.*");
    boolean climbs = List.of(name.split("[/\\\\]", -1)).contains("..");
    if (absolute || climbs || name.indexOf('\0') >= 0) {
      throw leaves(name);
    }
    try {
      var path = root.resolve(name).normalize();
      if (!path.startsWith(root)) {
        throw leaves(name);
      }
      return path;
    } catch (InvalidPathException _) {
      throw leaves(name);
    }
  }

  private static BuildException leaves(String name) {
    return new BuildException(
        "The archive's entry \"" + shown(name) + "\" would be written outside of its directory.");
  }

  private void write(String name, Path path, InputStream content)
      throws BuildException, IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new BuildException(
          "The archive has \"" + shown(name) + "\" as a file and a directory.");
    }
    try (var out = Files.newOutputStream(path, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      byte[] block = new byte[BLOCK];
      for (int read = content.read(block); read >= 0; read = content.read(block)) {
        bytes += read;
        if (bytes > mostBytes) {
          throw new BuildException(
              "The archive unpacks to more than the " + (mostBytes >> 20) + " MiB allowed for it.");
        }
        out.write(block, 0, read);
      }
    } catch (FileAlreadyExistsException _) {
      throw new BuildException("The archive has \"" + shown(name) + "\" twice.");
    }
  }

  private static void makeExecutable(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var permissions = Files.getPosixFilePermissions(path);
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      Files.setPosixFilePermissions(path, permissions);
    }
  }
}
