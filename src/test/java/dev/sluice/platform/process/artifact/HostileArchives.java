package dev.sluice.platform.process.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// Archives as no honest packer makes them, and honest ones among them.
final class HostileArchives {
  private static final List<String> NAMES =
      List.of(
          "a",
          "A",
          "a/b",
          "a/b/c",
          "bin/run",
          "./a",
          "a/./b",
          "a//b",
          "a/",
          ".",
          "/",
          "//",
          "",
          " ",
          "..",
          "../out",
          "a/../../out",
          "a/../b",
          "...",
          "..\\out",
          "a\\b",
          "C:\\out",
          "C:out",
          "\\\\server\\share",
          "/etc/cron.d/x",
          "~/.ssh/authorized_keys",
          "a\u0000b",
          "a\nb",
          "\r\n",
          "\u001b[2J",
          "\u202egnp.exe",
          "caf\u00e9",
          "cafe\u0301",
          "中文/文件",
          "\ud83d\ude00",
          "CON",
          "a:b",
          "a?*|<>\"",
          "x".repeat(255),
          "x".repeat(256),
          "d/".repeat(40) + "deep",
          "d/".repeat(2_100) + "deeper",
          "y".repeat(1_000));

  private static final byte[] TAR_KINDS = {
    TarConstants.LF_NORMAL,
    TarConstants.LF_NORMAL,
    TarConstants.LF_NORMAL,
    TarConstants.LF_DIR,
    TarConstants.LF_SYMLINK,
    TarConstants.LF_LINK,
    TarConstants.LF_CHR,
    TarConstants.LF_BLK,
    TarConstants.LF_FIFO,
    TarConstants.LF_CONTIG,
    (byte) 'Z'
  };

  private final SplittableRandom random;

  HostileArchives(SplittableRandom random) {
    this.random = random;
  }

  byte[] next() throws IOException {
    byte[] archive = random.nextBoolean() ? zip() : gzip(tar());
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(archive, random.nextInt(archive.length));
      case 1 -> flipped(archive);
      case 2 -> joined(archive, random.nextBoolean() ? archive : noise());
      case 3 -> random.nextInt(4) == 0 ? noise() : archive;
      default -> archive;
    };
  }

  private byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = random.nextInt(8); i >= 0; i--) {
        var entry = new ZipArchiveEntry(name());
        int mode = random.nextInt(8) == 0 ? 0120777 : random.nextInt(0200000);
        entry.setUnixMode(random.nextBoolean() ? 0100755 : mode);
        zip.putArchiveEntry(entry);
        if (!entry.isDirectory()) {
          zip.write(content());
        }
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(
          random.nextBoolean()
              ? TarArchiveOutputStream.LONGFILE_GNU
              : TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = random.nextInt(8); i >= 0; i--) {
        var entry = new TarArchiveEntry(name(), TAR_KINDS[random.nextInt(TAR_KINDS.length)], true);
        entry.setMode(random.nextInt(010000));
        byte[] content =
            entry.isFile() && !entry.isDirectory() && !entry.isLink() ? content() : new byte[0];
        entry.setLinkName(name().replace("\u0000", ""));
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    byte[] archive = bytes.toByteArray();
    return random.nextInt(3) == 0 ? flipped(archive) : archive;
  }

  private byte[] content() {
    var content = new byte[random.nextInt(4) == 0 ? random.nextInt(400_000) : random.nextInt(64)];
    if (random.nextBoolean()) {
      random.nextBytes(content);
    }
    return content;
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private byte[] flipped(byte[] archive) {
    var changed = archive.clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private byte[] noise() {
    var noise = new byte[random.nextInt(2_000)];
    random.nextBytes(noise);
    return joined(new byte[] {0x1f, (byte) 0x8b}, noise);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
