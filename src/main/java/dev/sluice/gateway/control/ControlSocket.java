package dev.sluice.gateway.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/// Where a data directory's gateway listens for its engine.
public final class ControlSocket {
  /// The operating systems take 104 to 108 bytes, the end included.
  private static final int PATH_LIMIT = 100;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private ControlSocket() {}

  /// The socket's path for a data directory, the same on both sides: `gateway.sock` in it, or,
  /// where that is too long for a socket, a name made from it in a folder of the user's in the
  /// temporary directory.
  public static Path pathFor(Path dataDirectory) {
    var directory = dataDirectory.toAbsolutePath().normalize();
    var inside = directory.resolve("gateway.sock");
    if (inside.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_LIMIT) {
      return inside;
    }
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
        .resolve("sluice-" + System.getProperty("user.name", "user"))
        .resolve(digest(directory.toString()) + ".sock");
  }

  private static String digest(String text) {
    try {
      var bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Makes sure that the socket's folder is there and nobody else's.
  ///
  /// @throws IOException when it belongs to somebody else or somebody else may write to it
  static void prepareFolder(Path socket) throws IOException {
    var folder = socket.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("the control socket " + socket + " has no folder");
    }
    if (!Files.getFileStore(existing(folder)).supportsFileAttributeView("posix")) {
      Files.createDirectories(folder);
      return;
    }
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    var attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    var permissions = attributes.permissions();
    boolean own = attributes.owner().getName().equals(System.getProperty("user.name"));
    if (!own
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "the folder of the control socket, " + folder + ", must belong to you alone: chmod 700");
    }
  }

  private static Path existing(Path folder) throws IOException {
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return at;
      }
    }
    throw new IOException("no such folder: " + folder);
  }

  static void restrict(Path socket) throws IOException {
    if (Files.getFileStore(socket).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
