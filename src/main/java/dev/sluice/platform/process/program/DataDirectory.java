package dev.sluice.platform.process.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder in which an engine keeps everything, held by one engine at a time.
///
/// While an engine holds it, `engine.json` says where that engine is; the file outlives the engine,
/// so only together with a held lock does it mean anything.
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "engine.lock";
  private static final String READY = "engine.json";
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the folder if it is not there, and holds it until closed, or until this process ends.
  ///
  /// @throws IOException with a sentence, when another engine holds it or others can read it
  public static DataDirectory hold(Path directory) throws IOException {
    create(directory);
    var channel =
        FileChannel.open(
            directory.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var lock = tryLock(channel);
    if (lock == null) {
      String holder = holder(channel);
      channel.close();
      throw new IOException(
          "The data directory %s is held by the engine with process id %s. Stop that one first, or choose another directory with --data-dir."
              .formatted(directory, holder));
    }
    channel.truncate(0);
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(pid));
    Files.deleteIfExists(directory.resolve(READY));
    return new DataDirectory(directory, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void create(Path directory) throws IOException {
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      if (posix) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    }
    if (posix && Files.getPosixFilePermissions(directory).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          "The data directory %s can be read by others. Protect it first: chmod 700 %s"
              .formatted(directory, directory));
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    String pid = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    return pid.isBlank() ? "(not known)" : pid.strip();
  }

  /// Says where the engine is, for [#findReady].
  ///
  /// @param readyLine what the engine prints when it serves
  public void announce(String readyLine) throws IOException {
    Path part = directory.resolve(READY + ".part");
    Files.writeString(part, readyLine);
    Files.move(part, directory.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
  }

  /// What the engine that holds `directory` announced; empty when none holds it, or it is not ready
  /// yet.
  public static Optional<String> findReady(Path directory) throws IOException {
    Path ready = directory.resolve(READY);
    Path lock = directory.resolve(LOCK);
    if (!Files.exists(ready) || !Files.exists(lock) || !isHeld(lock)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(ready));
  }

  /// The process that holds `directory`; empty when none does.
  public static Optional<Long> holder(Path directory) throws IOException {
    Path lock = directory.resolve(LOCK);
    if (!Files.exists(lock) || !isHeld(lock)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(Files.readString(lock).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isHeld(Path lock) throws IOException {
    try (var channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var tried = tryLock(channel);
      if (tried != null) {
        tried.release();
      }
      return tried == null;
    }
  }

  public Path path() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
