package dev.sluice.console.versions;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Properties;

/// Drafts that outlive the console, a file for each, for its owner alone. A file that cannot be
/// read or written costs the draft's second life, never the work: it is logged.
final class DraftFiles {
  private static final System.Logger LOG = System.getLogger(DraftFiles.class.getName());
  private static final String OWNER_ONLY = "rw-------";

  private final Path folder;

  DraftFiles(Path folder) {
    this.folder = folder;
  }

  /// One draft in its file.
  ///
  /// @param start what a new version started from, as the API spells it; empty for the defaults
  record Stored(Instant at, DraftEdits edits, String start, int startTraffic) {}

  /// @param name of the draft, which is one of its file
  void write(String name, Stored draft) {
    var values = new Properties();
    values.setProperty("at", draft.at().toString());
    values.setProperty("start", draft.start());
    values.setProperty("startTraffic", Integer.toString(draft.startTraffic()));
    values.setProperty("leftOut", Integer.toString(draft.edits().leftOut()));
    draft.edits().values().forEach((key, value) -> values.setProperty("edit." + key, value));
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve(name + ".new");
      Files.deleteIfExists(part);
      Files.createFile(part, ownerOnly());
      try (var writer = Files.newBufferedWriter(part)) {
        values.store(writer, null);
      }
      Files.move(part, file(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the draft " + name + " cannot be kept in " + folder, e);
    }
  }

  Optional<Stored> read(String name) {
    var values = new Properties();
    try (var reader = Files.newBufferedReader(file(name))) {
      values.load(reader);
      var edits = new LinkedHashMap<String, String>();
      for (String key : values.stringPropertyNames()) {
        if (key.startsWith("edit.")) {
          edits.put(key.substring("edit.".length()), values.getProperty(key));
        }
      }
      return Optional.of(
          new Stored(
              Instant.parse(values.getProperty("at", "")),
              new DraftEdits(edits, Integer.parseInt(values.getProperty("leftOut", "0"))),
              values.getProperty("start", ""),
              Integer.parseInt(values.getProperty("startTraffic", "0"))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the draft " + name + " in " + folder + " is not understood", e);
      return Optional.empty();
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the draft " + name + " cannot be deleted", e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".properties");
  }

  private FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
  }
}
