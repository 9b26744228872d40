package dev.sluice.platform.process.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a file is by its first bytes.
enum ArchiveKind {
  ZIP,
  GZIP,
  UNKNOWN;

  static ArchiveKind of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      if (head.length >= 4 && head[0] == 'P' && head[1] == 'K' && isZipRecord(head[2], head[3])) {
        return ZIP;
      }
      return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b ? GZIP : UNKNOWN;
    }
  }

  /// A first file, or the end of an empty archive.
  private static boolean isZipRecord(byte third, byte fourth) {
    return (third == 3 && fourth == 4) || (third == 5 && fourth == 6);
  }
}
