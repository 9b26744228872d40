package dev.sluice.platform.process.artifact;

import static dev.sluice.domain.service.Violations.shown;

import dev.sluice.engine.port.Platform.BuildException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/// Unpacks a zip or tar.gz that nobody vouches for. What it is, its first bytes say and not its
/// name. The directory appears only when it is whole.
public final class Unpacker {
  /// What common programs pack with. For others the library wants libraries of its own, and fails
  /// with an error instead of an exception where they are missing.
  private static final Set<ZipMethod> METHODS =
      EnumSet.of(
          ZipMethod.STORED, ZipMethod.DEFLATED, ZipMethod.ENHANCED_DEFLATED, ZipMethod.BZIP2);

  private static final int MOST_PADDING = 1 << 20;

  private final UnpackLimits limits;

  public Unpacker() {
    this(UnpackLimits.DEFAULT);
  }

  Unpacker(UnpackLimits limits) {
    this.limits = limits;
  }

  /// Does nothing when `directory` is there already.
  ///
  /// @throws BuildException when the archive is broken, unknown or unsafe, with a plain sentence
  ///   (R16)
  /// @throws IOException when the disk fails
  public void unpack(Path archive, Path directory) throws BuildException, IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory.getParent());
    var partial = Files.createTempDirectory(directory.getParent(), "unpacking");
    try {
      unpackInto(archive, new UnpackTarget(partial, limits, Files.size(archive)));
      Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!(e instanceof FileAlreadyExistsException) && !Files.isDirectory(directory)) {
        throw NoSpace.explain(e);
      }
      // Somebody else was as fast with the same archive.
    } finally {
      FileTree.delete(partial);
    }
  }

  private static void unpackInto(Path archive, UnpackTarget target)
      throws BuildException, IOException {
    switch (ArchiveKind.of(archive)) {
      case ZIP -> unzip(archive, target);
      case GZIP -> untar(archive, target);
      case UNKNOWN ->
          throw new BuildException("The artifact is neither a zip nor a tar.gz archive.");
    }
  }

  private static void unzip(Path archive, UnpackTarget target) throws BuildException, IOException {
    try (var zip = ZipFile.builder().setPath(archive).get()) {
      var entries = zip.getEntries();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        if (entry.isUnixSymlink()) {
          throw link(entry.getName());
        }
        if (entry.isDirectory()) {
          target.directory(entry.getName());
        } else {
          unzip(zip, entry, target);
        }
      }
    } catch (IOException e) {
      throw unreadable("zip", e);
    }
  }

  private static void unzip(ZipFile zip, ZipArchiveEntry entry, UnpackTarget target)
      throws BuildException, IOException {
    var method = ZipMethod.getMethodByCode(entry.getMethod());
    if (method == null || !METHODS.contains(method) || !zip.canReadEntryData(entry)) {
      throw new BuildException(
          "The zip's entry \""
              + shown(entry.getName())
              + "\" is encrypted or packed in an unusual way.");
    }
    try (InputStream content = zip.getInputStream(entry)) {
      target.file(entry.getName(), entry.getUnixMode(), content);
    }
  }

  private static void untar(Path archive, UnpackTarget target) throws BuildException, IOException {
    try (var in = Files.newInputStream(archive);
        var gzip = new GZIPInputStream(in, 1 << 16);
        var metered = new MeteredStream(gzip);
        var tar = new TarArchiveInputStream(metered)) {
      boolean any = false;
      metered.headBegins();
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        any = true;
        metered.headEnds();
        untar(tar, entry, target);
        metered.headBegins();
      }
      metered.headEnds();
      if (!any) {
        throw new BuildException("The artifact is packed with gzip but holds no tar archive.");
      }
      // The checksum stands behind the padding, which is short in an honest archive.
      if (gzip.readNBytes(MOST_PADDING).length == MOST_PADDING) {
        throw new BuildException("The tar.gz archive goes on behind its end; pack it again.");
      }
    } catch (MeteredStream.HeadTooLargeException e) {
      throw new BuildException(String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable("tar.gz", e);
    }
  }

  private static void untar(TarArchiveInputStream tar, TarArchiveEntry entry, UnpackTarget target)
      throws BuildException, IOException {
    if (entry.isSymbolicLink() || entry.isLink()) {
      throw link(entry.getName());
    }
    if (entry.isDirectory()) {
      target.directory(entry.getName());
    } else if (isPlainFile(entry) && tar.canReadEntryData(entry)) {
      target.file(entry.getName(), entry.getMode(), tar);
    } else {
      throw new BuildException(
          "The archive's entry \""
              + shown(entry.getName())
              + "\" is neither a file nor a directory.");
    }
  }

  /// The library calls a pipe a file as well.
  private static boolean isPlainFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isFIFO()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice();
  }

  private static BuildException link(String name) {
    return new BuildException(
        "The archive's entry \"" + shown(name) + "\" is a link; pack the file itself instead.");
  }

  /// A full disk is no fault of the archive.
  private static BuildException unreadable(String kind, Exception cause) throws IOException {
    if (cause instanceof IOException failure && NoSpace.isBehind(failure)) {
      throw failure;
    }
    boolean cut =
        cause instanceof EOFException
            || String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("truncated");
    var exception =
        new BuildException(
            cut
                ? "The " + kind + " archive ends too early; upload it again."
                : "The " + kind + " archive is damaged and cannot be read; pack it again.");
    exception.initCause(cause);
    return exception;
  }
}
