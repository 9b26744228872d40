package dev.sluice.platform.process.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A small text file that is replaced as a whole, so that it is the old one or the new one.
record NoteFile(Path file) {
  private static final int LARGEST = 4_096;

  /// None when there is no such file, or it is not one of ours.
  List<String> lines() throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        return List.of();
      }
      // Never malformed in this encoding, whatever happened to the file.
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  void write(String text) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, text, StandardCharsets.ISO_8859_1);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
