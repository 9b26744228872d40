package dev.sluice.platform.process.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.port.Platform.BuildException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Unpacking an archive")
class UnpackerTest {
  private static final UnpackLimits SMALL = new UnpackLimits(10, 1 << 20, 10);
  private static final int SYMLINK = 0120777;

  @TempDir Path directory;

  @Test
  @DisplayName("tells zip from tar.gz by content and keeps what may be executed")
  void bothKinds() throws Exception {
    for (byte[] archive : new byte[][] {zip("bin/run", 0755, "hi"), tar("bin/run", 0755, "hi")}) {
      var target = unpack(archive);
      assertEquals("hi", Files.readString(target.resolve("bin/run")));
      assertTrue(Files.isExecutable(target.resolve("bin/run")));
      FileTree.delete(target);
    }
    assertFalse(Files.isExecutable(unpack(zip("data", 0644, "x")).resolve("data")));
  }

  @Test
  @DisplayName("a second time does nothing")
  void twice() throws Exception {
    var target = unpack(zip("a", 0644, "first"));
    Files.writeString(target.resolve("a"), "changed since");

    unpack(zip("a", 0644, "first"));

    assertEquals("changed since", Files.readString(target.resolve("a")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../out", "a/../../out", "/tmp/out", "C:\\out", "a\\..\\..\\out", "\\out"})
  @DisplayName("refuses an entry that would leave the directory")
  void leaves(String name) throws Exception {
    assertRefused(zip(name, 0644, "x"), "would be written outside");
    // tar strips a leading slash when it is written, so that only names that climb are left to try
    if (name.contains("..")) {
      assertRefused(tar(name, 0644, "x"), "would be written outside");
    }
  }

  @Test
  @DisplayName("refuses links of every kind")
  void links() throws Exception {
    assertRefused(zip("link", SYMLINK, "/etc/passwd"), "is a link");
    assertRefused(tarLink(TarConstants.LF_SYMLINK), "is a link");
    assertRefused(tarLink(TarConstants.LF_LINK), "is a link");
    assertRefused(tarLink(TarConstants.LF_FIFO), "neither a file nor a directory");
  }

  @Test
  @DisplayName("refuses a bomb by what comes out of it, not by what it says")
  void bombs() throws Exception {
    String zeros = "\0".repeat(2 << 20);
    assertRefused(zip("bomb", 0644, zeros), "MiB allowed");
    assertRefused(tar("bomb", 0644, zeros), "MiB allowed");
  }

  @Test
  @DisplayName("refuses more entries than are allowed")
  void entries() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = 0; i < 11; i++) {
        zip.putArchiveEntry(new ZipArchiveEntry("file" + i));
        zip.closeArchiveEntry();
      }
    }
    assertRefused(bytes.toByteArray(), "more than the 10 entries");
  }

  @Test
  @DisplayName("refuses what is no archive at all")
  void unknown() throws Exception {
    assertRefused("just a text".getBytes(StandardCharsets.UTF_8), "neither a zip nor a tar.gz");
    assertRefused(new byte[0], "neither a zip nor a tar.gz");
    assertRefused(gzip("just a text".getBytes(StandardCharsets.UTF_8)), "tar");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 20, 93, 95, 98, 99})
  @DisplayName("a zip entry packed in a way that wants another library is refused in a sentence")
  void unusualMethod(int method) throws Exception {
    byte[] archive = zip("data", 0644, "x");
    var bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(8, (short) method);
    int directory = bytes.getInt(archive.length - 6);
    bytes.putShort(directory + 10, (short) method);
    assertRefused(archive, "packed in an unusual way");
  }

  @Test
  @DisplayName("refuses every truncation of an archive, and leaves nothing behind")
  void truncated() throws Exception {
    var random = new Random(7);
    var content = new StringBuilder();
    random.ints(3_000, 'a', 'z').forEach(character -> content.append((char) character));
    for (byte[] archive :
        new byte[][] {zip("a", 0644, content.toString()), tar("a", 0644, content.toString())}) {
      for (int length = 10; length < archive.length; length += 1 + archive.length / 25) {
        assertRefused(Arrays.copyOf(archive, length), "");
      }
    }
  }

  @Test
  @DisplayName("refuses damaged archives in words, or unpacks them, but never fails otherwise")
  void damaged() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (byte[] archive : new byte[][] {zip("a/b", 0644, "hello"), tar("a/b", 0644, "hello")}) {
      for (int i = 0; i < 60; i++) {
        byte[] damaged = archive.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          FileTree.delete(unpack(damaged));
        } catch (BuildException _) {
          // what is hoped for
        } catch (Exception e) {
          throw new AssertionError("seed " + seed + ", round " + i, e);
        }
      }
    }
  }

  private void assertRefused(byte[] archive, String words) throws Exception {
    var refused = assertThrows(BuildException.class, () -> unpack(archive));
    assertTrue(refused.toString().contains(words), refused.getMessage());
    assertFalse(Files.exists(directory.resolve("target")));
    try (var left = Files.list(directory)) {
      assertEquals(1, left.count(), "only the archive itself is left");
    }
  }

  private Path unpack(byte[] archive) throws BuildException, IOException {
    var file = Files.write(directory.resolve("archive"), archive);
    var target = directory.resolve("target");
    new Unpacker(SMALL).unpack(file, target);
    return target;
  }

  private static byte[] zip(String name, int mode, String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      var entry = new ZipArchiveEntry(name);
      entry.setUnixMode(mode);
      zip.putArchiveEntry(entry);
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String name, int mode, String content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      byte[] data = content.getBytes(StandardCharsets.UTF_8);
      var entry = new TarArchiveEntry(name, true);
      entry.setMode(mode);
      entry.setSize(data.length);
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
    }
    return gzip(bytes.toByteArray());
  }

  private static byte[] tarLink(byte kind) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry("link", kind);
      entry.setLinkName("/etc/passwd");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return gzip(bytes.toByteArray());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
