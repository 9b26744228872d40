package dev.sluice.platform.process.artifact;

import dev.sluice.engine.port.Platform.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Bytes named by their SHA-256, each content once: `sha256/ab/ab…`. A file appears under its name
/// only when it is whole and synced to the disk. Safe for use by many threads.
public final class ArtifactStore {
  /// Larger than any reasonable service, smaller than most disks.
  private static final long LARGEST = 4L << 30;

  private static final Duration UNUSED_KEPT = Duration.ofDays(1);

  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final int BLOCK = 1 << 16;

  private final Path directory;
  private final Path incoming;
  private final InstantSource clock;
  private final long largest;
  private final Map<String, Checked> checked = new ConcurrentHashMap<>();

  /// Guards the uses below, and is held while a file is deleted.
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, Use> uses = new HashMap<>();
  private long lastUse;

  public ArtifactStore(Path directory, InstantSource clock) {
    this(directory, clock, LARGEST);
  }

  ArtifactStore(Path directory, InstantSource clock, long largest) {
    this.clock = clock;
    this.directory = directory.resolve("sha256");
    this.incoming = directory.resolve("incoming");
    this.largest = largest;
  }

  /// A digest found good stays so while size and time of the file do.
  private record Checked(long size, FileTime modified) {}

  /// The latest interest in some bytes, so that they are not deleted between the moment in which
  /// somebody names them and the one in which the engine has it written down.
  ///
  /// @param number grows from use to use
  /// @param awaitedUntil by when a version is to be made of them; long ago when one was
  private record Use(long number, Instant awaitedUntil) {}

  /// Takes bytes in.
  ///
  /// @return `sha256:…`
  /// @throws dev.sluice.engine.port.Platform.NoSpaceException when the disk is full
  /// @throws TooLargeException with a sentence, when there are too many of them
  public String store(InputStream bytes) throws IOException {
    try {
      Files.createDirectories(incoming);
      var partial = Files.createTempFile(incoming, "part", "");
      try {
        var digest = HexFormat.of().formatHex(copy(bytes, partial));
        var shelf = shelf(digest);
        Files.createDirectories(shelf);
        String name = "sha256:" + digest;
        expect(name);
        Files.move(partial, shelf.resolve(digest), StandardCopyOption.ATOMIC_MOVE);
        sync(shelf);
        return name;
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw NoSpace.explain(e);
    }
  }

  private byte[] copy(InputStream bytes, Path target) throws IOException {
    var digest = sha256();
    try (var out = FileChannel.open(target, StandardOpenOption.WRITE)) {
      byte[] block = new byte[BLOCK];
      long total = 0;
      for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
        total += read;
        if (total > largest) {
          throw new TooLargeException(
              "The artifact is larger than the " + (largest >> 20) + " MiB that are allowed.");
        }
        digest.update(block, 0, read);
        var buffer = ByteBuffer.wrap(block, 0, read);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      out.force(true);
    }
    return digest.digest();
  }

  /// A new name is durable only once its directory is; Windows cannot open one and need not.
  private static void sync(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// Where the bytes of this digest are kept, whether they are there or not.
  ///
  /// @param digest `sha256:…`
  public Path path(String digest) {
    var matcher = DIGEST.matcher(digest);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a digest: " + digest);
    }
    return shelf(matcher.group(1)).resolve(matcher.group(1));
  }

  /// Not too many files in one directory.
  private Path shelf(String hex) {
    return directory.resolve(hex.substring(0, 2));
  }

  /// What is wrong with the bytes of this digest; empty when they are there and unchanged (R57).
  public Optional<String> missing(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      return Optional.of("The artifact " + digest + " is not named by a SHA-256 digest.");
    }
    var file = path(digest);
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.of("The artifact " + digest + " is not here any more; upload it again.");
      }
      var now = new Checked(Files.size(file), Files.getLastModifiedTime(file));
      if (now.equals(checked.get(digest))) {
        return Optional.empty();
      }
      if (!digest.equals("sha256:" + digestOf(file))) {
        return Optional.of(
            "The artifact " + digest + " was changed on the disk; upload the original again.");
      }
      checked.put(digest, now);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("The artifact " + digest + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private static String digestOf(Path file) throws IOException {
    var digest = sha256();
    try (var in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Somebody is about to have a version made of these bytes: they stay until [#adopt], a day at
  /// most.
  public void expect(String digest) {
    use(digest, clock.instant().plus(UNUSED_KEPT));
  }

  /// A version is made of these bytes; from now on it is known to whoever says what is used.
  public void adopt(String digest) {
    use(digest, Instant.MIN);
  }

  private void use(String digest, Instant awaitedUntil) {
    lock.lock();
    try {
      lastUse++;
      uses.put(digest, new Use(lastUse, awaitedUntil));
    } finally {
      lock.unlock();
    }
  }

  private long lastUse() {
    lock.lock();
    try {
      return lastUse;
    } finally {
      lock.unlock();
    }
  }

  /// Deletes what a version leaves behind (R60), unless it is expected by somebody; then it goes
  /// when nobody has used it for a day.
  ///
  /// @param leftBehind digests the version was made of
  /// @param used digests that somebody else still needs; what is named while this is asked stays
  public void forget(Set<String> leftBehind, Supplier<Set<String>> used) throws IOException {
    long asked = lastUse();
    var kept = used.get();
    for (String digest : leftBehind) {
      if (!kept.contains(digest) && DIGEST.matcher(digest).matches()) {
        delete(path(digest), digest, asked);
      }
    }
  }

  /// Deletes uploads that nobody made anything of for a day, younger ones may be about to be named
  /// by a call, and what crashes left of broken ones.
  ///
  /// @param used digests that are needed; asked for after looking at what there is
  public void tidy(Supplier<Set<String>> used) throws IOException {
    var old = new ArrayList<Path>();
    for (var folder : List.of(directory, incoming)) {
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder)) {
          for (var file : files.filter(Files::isRegularFile).toList()) {
            if (isOld(file)) {
              old.add(file);
            }
          }
        }
      }
    }
    if (!old.isEmpty()) {
      long asked = lastUse();
      var kept = used.get();
      for (var file : old) {
        var digest = "sha256:" + file.getFileName();
        if (!kept.contains(digest)) {
          delete(file, digest, asked);
        }
      }
    }
  }

  /// @param asked the last use before it was asked what is used
  private void delete(Path file, String digest, long asked) throws IOException {
    lock.lock();
    try {
      var use = uses.get(digest);
      boolean isAwaited = use != null && clock.instant().isBefore(use.awaitedUntil());
      if (!isAwaited && (use == null || use.number() <= asked)) {
        Files.deleteIfExists(file);
        checked.remove(digest);
        uses.remove(digest);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isOld(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(clock.instant().minus(UNUSED_KEPT));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
