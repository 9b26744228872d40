package dev.sluice.platform.process.os;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds a program before it is started, to say in plain words what is wrong with its name.
public final class CommandLookup {
  private CommandLookup() {}

  /// A name with a slash is meant from `directory`, one without is looked for in `searchPath`.
  ///
  /// @throws IOException with a sentence for the operator, when there is nothing to start
  public static Path find(String name, Path directory, String searchPath) throws IOException {
    try {
      if (name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0) {
        return checked(name, directory.resolve(name).normalize());
      }
      return search(name, searchPath)
          .orElseThrow(() -> new IOException(notOnPath(name, directory)));
    } catch (InvalidPathException _) {
      throw new IOException("The command \"" + name + "\" is not a name of a program.");
    }
  }

  private static Path checked(String name, Path program) throws IOException {
    if (Files.isDirectory(program)) {
      throw new IOException("The command " + name + " is a directory: " + program + ".");
    }
    if (!Files.exists(program)) {
      throw new IOException("The command " + name + " was not found: there is no " + program + ".");
    }
    if (!Files.isExecutable(program)) {
      throw new IOException(
          "The command " + name + " is not executable; allow it with: chmod +x " + program + ".");
    }
    return program;
  }

  private static Optional<Path> search(String name, String searchPath) {
    return Arrays.stream(searchPath.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> !entry.isEmpty())
        .flatMap(entry -> candidates(Path.of(entry), name))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
        .findFirst();
  }

  private static java.util.stream.Stream<Path> candidates(Path directory, String name) {
    return File.separatorChar == '\\'
        ? java.util.stream.Stream.of(directory.resolve(name), directory.resolve(name + ".exe"))
        : java.util.stream.Stream.of(directory.resolve(name));
  }

  private static String notOnPath(String name, Path directory) {
    String sentence = "The command " + name + " was not found on the search path (PATH).";
    return Files.isRegularFile(directory.resolve(name))
        ? sentence + " Write ./" + name + " for the file in " + directory + "."
        : sentence;
  }
}
