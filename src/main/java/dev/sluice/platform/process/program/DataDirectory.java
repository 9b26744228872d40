package dev.sluice.platform.process.program;

import dev.sluice.platform.process.os.ProcessTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directory that holds everything an engine knows. It belongs to one user and one engine.
public final class DataDirectory {
  private static final String LOCK = "engine.lock";

  /// The byte that is locked. It lies far behind the text, because Windows lets nobody read what is
  /// locked, and the console reads who holds it.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

  private final Path path;
  private final ProcessTable table;

  private DataDirectory(Path path, ProcessTable table) {
    this.path = path;
    this.table = table;
  }

  /// Opens the directory, and creates it for this user alone if there is none.
  ///
  /// @throws IOException with a sentence for the operator, when others may look into it
  public static DataDirectory open(Path directory) throws IOException {
    var path = directory.toAbsolutePath().normalize();
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      if (!Files.exists(path)) {
        create(path);
      }
      refuseOthers(path);
    } else {
      Files.createDirectories(path);
    }
    return new DataDirectory(path.toRealPath(), ProcessTable.ofThisComputer());
  }

  private static void create(Path path) throws IOException {
    var parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    var mine = PosixFilePermissions.fromString("rwx------");
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(mine));
  }

  private static void refuseOthers(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException("The data directory " + path + " is not a directory.");
    }
    var allowed = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    allowed.retainAll(OTHERS);
    if (!allowed.isEmpty()) {
      throw new IOException(
          "Others may look into the data directory "
              + path
              + ", which holds secrets. Forbid it with: chmod 700 "
              + path);
    }
  }

  public Path path() {
    return path;
  }

  /// Takes the directory for this process, until it ends or closes the lock.
  ///
  /// @throws HeldException when another engine has it
  public DataDirectoryLock lock() throws IOException {
    var channel =
        FileChannel.open(
            path.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new HeldException(path, EngineRecord.read(path.resolve(LOCK)));
      }
      var self =
          table
              .identify(ProcessHandle.current().pid())
              .orElseThrow(() -> new IOException("This process cannot see itself."));
      var lock = new DataDirectoryLock(channel, self);
      lock.write(Optional.empty());
      return lock;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException _) {
      // Held by this very process.
      return null;
    }
  }

  /// The engine that holds the directory and serves; empty when none does, or not yet. Looks
  /// without taking the lock, so that an engine that is just starting is not in anybody's way.
  public Optional<RunningEngine> running() {
    return EngineRecord.read(path.resolve(LOCK))
        .filter(engine -> table.isAlive(engine.process()))
        .flatMap(EngineRecord::running);
  }
}
