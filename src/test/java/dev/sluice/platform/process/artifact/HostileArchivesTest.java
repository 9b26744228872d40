package dev.sluice.platform.process.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.port.Platform.BuildException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileArchivesTest {
  private static final UnpackLimits SMALL = new UnpackLimits(6, 1 << 20, 10);
  private static final int LONGEST_SENTENCE = 400;
  private static final long SEED = 20_261_123;

  @TempDir Path directory;

  @Test
  @DisplayName("R16 whatever is unpacked: nothing outside, within limits, or refused in a sentence")
  void anything() throws IOException {
    unpackMany(SEED, 600);
  }

  @Test
  @Tag("gate")
  @DisplayName("R16 whatever is unpacked: the same, for long and from a new seed")
  void anythingForLong() throws IOException {
    unpackMany(System.nanoTime(), 60_000);
  }

  private void unpackMany(long seed, int rounds) throws IOException {
    var random = new SplittableRandom(seed);
    int whole = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] archive = new HostileArchives(random.split()).next();
      String which = "seed " + seed + ", archive " + i;
      whole += unpack(archive, which) ? 1 : 0;
    }
    assertTrue(whole > rounds / 50, "hardly any archive was whole: " + whole);
    assertTrue(whole < rounds / 2, "hardly any archive was refused: " + whole);
  }

  /// @return whether it was unpacked
  private boolean unpack(byte[] bytes, String which) throws IOException {
    var archive = Files.write(directory.resolve("archive"), bytes);
    var target = directory.resolve("room/target");
    boolean unpacked;
    try {
      new Unpacker(SMALL).unpack(archive, target);
      unpacked = true;
      checkWhole(target, which);
    } catch (BuildException e) {
      unpacked = false;
      checkSentence(String.valueOf(e.getMessage()), which);
      assertFalse(Files.exists(target, LinkOption.NOFOLLOW_LINKS), which);
    } catch (RuntimeException e) {
      throw new AssertionError(which, e);
    }
    FileTree.delete(target);
    assertEquals(List.of("archive", "room"), names(directory), which);
    assertEquals(List.of(), names(directory.resolve("room")), which);
    return unpacked;
  }

  private static void checkWhole(Path target, String which) throws IOException {
    long bytes = 0;
    int entries = 0;
    try (var paths = Files.walk(target)) {
      for (var path : paths.toList()) {
        boolean isFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        assertTrue(isFile || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS), which);
        entries += isFile ? 1 : 0;
        bytes += isFile ? Files.size(path) : 0;
        var permissions = isFile ? Files.getPosixFilePermissions(path).toString() : "";
        assertFalse(permissions.contains("OTHERS_WRITE"), which);
      }
    }
    assertTrue(entries <= SMALL.entries(), which);
    assertTrue(bytes <= SMALL.bytes(), which);
  }

  private static void checkSentence(String sentence, String which) {
    assertTrue(sentence.endsWith("."), which + ": " + sentence);
    assertTrue(sentence.length() < LONGEST_SENTENCE, which + ": " + sentence.length());
    assertTrue(sentence.chars().noneMatch(Character::isISOControl), which + ": control characters");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @DisplayName("a tar whose names are longer than its files is refused before they are read")
  void longName() throws IOException {
    var entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    int length = 12 << 20;
    entry.setSize(length);
    var tar = new byte[512 + length + 1_024];
    entry.writeEntryHeader(tar);
    Arrays.fill(tar, 512, 512 + length, (byte) 'n');
    var archive = Files.write(directory.resolve("archive"), HostileArchives.gzip(tar));

    var refused =
        assertThrows(
            BuildException.class,
            () -> new Unpacker(SMALL).unpack(archive, directory.resolve("target")));

    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains("name"), sentence);
    assertTrue(sentence.getBytes(StandardCharsets.UTF_8).length < LONGEST_SENTENCE);
  }
}
