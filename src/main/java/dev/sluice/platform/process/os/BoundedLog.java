package dev.sluice.platform.process.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A log file that another process appends to, kept within `files` × `bytes`: `output.log` and
/// older parts `output.log.1`, `.2`, …
///
/// The writer holds the file open and never learns of us, which lets it outlive the engine. So a
/// full file is copied and then cut to zero; the writer's O_APPEND makes it go on at the new end.
/// The price: lines written between the end of the copy and the cut (microseconds) are lost, a file
/// can be larger than its share until the next look, and of a file that grew beyond its share only
/// the end is kept.
///
/// @param files at least 2, the one being written among them
/// @param bytes the share of each file
public record BoundedLog(Path file, int files, long bytes) {
  /// 5 × 10 MiB is the promise for an instance.
  private static final int FILES = 5;

  private static final long BYTES = 10L << 20;

  /// A line is shown, not kept for ever.
  private static final int LONGEST_LINE = 16_384;

  private static final int BLOCK = 1 << 16;

  public BoundedLog(Path file) {
    this(file, FILES, BYTES);
  }

  /// Makes sure the file is there and that nobody else may read it.
  public void create() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.exists(file)) {
      return;
    }
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    if (posix) {
      Files.createFile(file, mine);
    } else {
      Files.createFile(file);
    }
  }

  /// To be called again and again while somebody writes.
  ///
  /// @return what was taken out of the file being written, when it was full
  public Optional<Cut> keepWithinBounds() throws IOException {
    // An eighth of the share is for what is written until somebody looks: else that would cost as
    // much of the file's beginning, at every cut.
    if (!Files.exists(file) || Files.size(file) < bytes - bytes / 8) {
      return Optional.empty();
    }
    Files.deleteIfExists(part(files - 1));
    for (int i = files - 2; i >= 1; i--) {
      if (Files.exists(part(i))) {
        Files.move(part(i), part(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try (var full = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var copy =
            FileChannel.open(part(1), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var cut = copyEnd(full, copy);
      full.truncate(0);
      return Optional.of(cut);
    }
  }

  private Cut copyEnd(FileChannel full, FileChannel copy) throws IOException {
    long end = full.size();
    long start = Math.max(0, end - bytes);
    long position = start;
    while (position < end) {
      position += full.transferTo(position, end - position, copy);
    }
    return new Cut(start, end);
  }

  /// Which bytes of the full file became the first older part.
  ///
  /// @param start what stood before it was dropped
  /// @param end what was written behind it before the cut was lost
  public record Cut(long start, long end) {}

  /// The last lines, oldest first, across the older parts where needed.
  public List<String> tail(int limit) {
    var newestFirst = new ArrayList<String>();
    for (int i = 0; i < files && newestFirst.size() < limit; i++) {
      try {
        readBackwards(i == 0 ? file : part(i), limit, newestFirst);
      } catch (IOException _) {
        // Not there, or just cut: what was found so far is the answer.
        break;
      }
    }
    return List.copyOf(newestFirst.reversed());
  }

  private void readBackwards(Path source, int limit, List<String> newestFirst) throws IOException {
    try (var in = new RandomAccessFile(source.toFile(), "r")) {
      long end = in.length();
      byte[] block = new byte[BLOCK];
      var line = new BackwardLine();
      while (end > 0 && newestFirst.size() < limit) {
        int length = (int) Math.min(BLOCK, end);
        in.seek(end - length);
        in.readFully(block, 0, length);
        for (int i = length - 1; i >= 0 && newestFirst.size() < limit; i--) {
          if (block[i] != '\n') {
            line.prepend(block[i]);
          } else if (end - length + i + 1 < in.length()) {
            newestFirst.add(line.take());
          }
        }
        end -= length;
      }
      if (end == 0 && newestFirst.size() < limit && line.started()) {
        newestFirst.add(line.take());
      }
    }
  }

  /// The file being written for 0, else an older part, the older the higher.
  public Path part(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }

  /// Collects the bytes of one line from its end; of a very long one, the beginning is kept.
  private static final class BackwardLine {
    private final byte[] bytes = new byte[LONGEST_LINE];
    private int length;
    private int start = LONGEST_LINE;

    void prepend(byte next) {
      // A ring: the newest prepended byte overwrites the one farthest to the right.
      start = (start + LONGEST_LINE - 1) % LONGEST_LINE;
      bytes[start] = next;
      length = Math.min(LONGEST_LINE, length + 1);
    }

    boolean started() {
      return length > 0;
    }

    String take() {
      byte[] line = new byte[length];
      for (int i = 0; i < length; i++) {
        line[i] = bytes[(start + i) % LONGEST_LINE];
      }
      length = 0;
      String text = new String(line, StandardCharsets.UTF_8);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
