package dev.sluice.platform.process.limits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// The files by which the kernel is told about groups. A group is a directory; what lies in it the
/// kernel puts there and takes away.
final class GroupFiles {
  private GroupFiles() {}

  static boolean isGroup(Path directory) {
    return Files.exists(directory.resolve("cgroup.procs"));
  }

  static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
    }
    if (!isGroup(directory)) {
      Files.delete(directory);
      throw new FileSystemException(directory.toString(), null, "no control group");
    }
  }

  /// Never creates the file: what the kernel did not put there means nothing to it.
  static void write(Path directory, String file, String value) throws IOException {
    Files.writeString(directory.resolve(file), value, StandardOpenOption.WRITE);
  }

  static String read(Path directory, String file) throws IOException {
    return Files.readString(directory.resolve(file), StandardCharsets.US_ASCII).strip();
  }

  static OptionalLong number(Path directory, String file) {
    try {
      return OptionalLong.of(Long.parseLong(read(directory, file)));
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// The number in the line `<key> <number>`.
  static OptionalLong counter(Path directory, String file, String key) {
    try {
      return read(directory, file)
          .lines()
          .filter(line -> line.startsWith(key + " "))
          .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
          .findFirst();
    } catch (IOException | NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// The processes in it, not those in groups below. Empty when there is no such group.
  static Set<Long> processes(Path directory) {
    var processes = new HashSet<Long>();
    try {
      for (String line : Files.readAllLines(directory.resolve("cgroup.procs"))) {
        processes.add(Long.parseLong(line.strip()));
      }
    } catch (IOException | NumberFormatException _) {
      // The group has gone, and with it everybody in it.
    }
    return processes;
  }

  /// The names of the groups right below.
  static List<String> below(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> String.valueOf(entry.getFileName()))
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// False when somebody is still in it.
  static boolean remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (DirectoryNotEmptyException _) {
      return false;
    } catch (IOException _) {
      // EBUSY, for which the JDK has no name.
      return false;
    }
  }
}
