package dev.sluice.console.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/// Tokens in a file that only its owner can read and write, for where the operating system has no
/// key store. On file systems without such permissions it lies in the user's own folder.
public final class FileTokens implements TokenStore {
  private static final String OWNER_ONLY = "rw-------";

  private final Path file;

  public FileTokens(Path file) {
    this.file = file;
  }

  @Override
  public synchronized void put(String engineId, String token) throws IOException {
    var tokens = read();
    tokens.setProperty(engineId, token);
    write(tokens);
  }

  @Override
  public synchronized Optional<String> find(String engineId) throws IOException {
    return Optional.ofNullable(read().getProperty(engineId));
  }

  @Override
  public synchronized void remove(String engineId) throws IOException {
    var tokens = read();
    if (tokens.remove(engineId) != null) {
      write(tokens);
    }
  }

  @Override
  public Kind kind() {
    return Kind.FILE;
  }

  private Properties read() throws IOException {
    var tokens = new Properties();
    if (Files.exists(file)) {
      try (var reader = Files.newBufferedReader(file)) {
        tokens.load(reader);
      }
    }
    return tokens;
  }

  /// The new file is for its owner alone before anything stands in it.
  private void write(Properties tokens) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(part);
    Files.createFile(part, ownerOnly());
    try (var writer = Files.newBufferedWriter(part)) {
      tokens.store(writer, null);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileAttribute<?>[] ownerOnly() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
  }
}
