package dev.sluice.sample;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Counts the starts of one version and revision across processes: each start makes the first file
/// `1`, `2`, … that is not there yet, and making a file is atomic, so no two starts get one number.
///
/// The files stay, so a restarted instance gets a new number; to count anew, delete the directory
/// or name another in `SAMPLE_STATE_DIR`.
final class StartCount {
  private static final int MOST = 100_000;

  private StartCount() {}

  /// The number of this start, counted from 1.
  static int next(SampleSettings settings) throws IOException {
    String name = settings.version() + "-" + settings.revision();
    Path directory = settings.stateDirectory().resolve(name.replaceAll("[^A-Za-z0-9._-]", "_"));
    Files.createDirectories(directory);
    for (int number = 1; number <= MOST; number++) {
      try {
        Files.createFile(directory.resolve(Integer.toString(number)));
        return number;
      } catch (FileAlreadyExistsException e) {
        // Taken by another start.
      }
    }
    throw new IOException("more than " + MOST + " starts counted in " + directory);
  }
}
