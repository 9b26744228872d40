package dev.sluice.platform.process.log;

import dev.sluice.platform.process.os.BoundedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// At which position each file of a log begins, noted beside the log at every cut. An older part is
/// recognised by the time it was last modified, which its renaming keeps; so a cut that an engine
/// did not live to note is noticed. Guarded by [TimedLog].
final class LogParts {
  /// Positions up to here are believed; a thousand years of writing.
  private static final long FARTHEST = 1L << 60;

  private static final Pattern NOTE = Pattern.compile("[0-9] [0-9]{1,18} [0-9]{1,18}");

  private final BoundedLog log;
  private final NoteFile note;

  /// By number; below 0 for a part that is not there.
  private final long[] starts;

  /// Of the older parts, which do not change any more.
  private final long[] sizes;

  LogParts(BoundedLog log) {
    this.log = log;
    this.note = new NoteFile(log.file().resolveSibling(log.file().getFileName() + ".parts"));
    this.starts = new long[log.files()];
    this.sizes = new long[log.files()];
  }

  /// @return whether the note was there and right, so that positions are what they were before
  boolean open() throws IOException {
    Arrays.fill(starts, -1);
    var before = read();
    int cuts = cutsSince(before);
    long end = 0;
    for (int i = log.files() - 1; i >= 1; i--) {
      if (Files.exists(log.part(i))) {
        sizes[i] = Files.size(log.part(i));
        starts[i] = Math.max(end, i > cuts ? start(before, i - cuts) : 0);
        end = starts[i] + sizes[i];
      }
    }
    starts[0] = Math.max(end, start(before, 0));
    if (before.isEmpty()) {
      write();
    }
    return !before.isEmpty();
  }

  private static long start(Map<Integer, Noted> before, int part) {
    return before.getOrDefault(part, new Noted(0, 0)).start();
  }

  /// How often the log was cut without a note: by so much the numbers of parts have grown.
  private int cutsSince(Map<Integer, Noted> before) throws IOException {
    int cuts = 0;
    while (cuts < log.files() && !fit(before, cuts)) {
      cuts++;
    }
    return cuts;
  }

  private boolean fit(Map<Integer, Noted> before, int cuts) throws IOException {
    for (int i = 1; i + cuts < log.files(); i++) {
      var noted = before.get(i);
      if (Files.exists(log.part(i + cuts)) && (noted == null || noted.stamp() != stamp(i + cuts))) {
        return false;
      }
    }
    return true;
  }

  /// 0 for the file being written.
  private long stamp(int part) throws IOException {
    return part == 0 ? 0 : Files.getLastModifiedTime(log.part(part)).toMillis();
  }

  /// By number; empty when the note is missing or not as we write it.
  private Map<Integer, Noted> read() throws IOException {
    var read = new HashMap<Integer, Noted>();
    for (String line : note.lines()) {
      if (!NOTE.matcher(line).matches()) {
        return Map.of();
      }
      var words = line.split(" ", -1);
      long start = Long.parseLong(words[2]);
      if (start > FARTHEST) {
        return Map.of();
      }
      read.put(Integer.parseInt(words[0]), new Noted(Long.parseLong(words[1]), start));
    }
    return read.containsKey(0) ? read : Map.of();
  }

  private void write() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] >= 0) {
        text.append("%d %d %d\n".formatted(i, stamp(i), starts[i]));
      }
    }
    note.write(text.toString());
  }

  /// What a part was when it was noted.
  ///
  /// @param stamp when it was last modified, in milliseconds
  private record Noted(long stamp, long start) {}

  /// What is written from now on begins at `position`: somebody has emptied the file.
  void goOnFrom(long position) throws IOException {
    starts[0] = position;
    write();
  }

  /// The file being written became the first of the older parts.
  void onCut(BoundedLog.Cut cut) throws IOException {
    for (int i = starts.length - 1; i >= 2; i--) {
      starts[i] = starts[i - 1];
      sizes[i] = sizes[i - 1];
    }
    starts[1] = starts[0] + cut.start();
    sizes[1] = cut.end() - cut.start();
    starts[0] += cut.end();
    write();
  }

  long end() throws IOException {
    return starts[0] + Files.size(log.file());
  }

  long oldest() {
    return Arrays.stream(starts).filter(start -> start >= 0).min().orElse(0);
  }

  private long end(int part) throws IOException {
    return part == 0 ? end() : starts[part] + sizes[part];
  }

  /// -1 when the byte at `position` is not kept.
  private int partWith(long position) throws IOException {
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] >= 0 && position >= starts[i] && position < end(i)) {
        return i;
      }
    }
    return -1;
  }

  long startOfPartWith(long position) throws IOException {
    int part = partWith(position);
    return part < 0 ? -1 : starts[part];
  }

  long endOfPartWith(long position) throws IOException {
    int part = partWith(position);
    return part < 0 ? -1 : end(part);
  }

  long keptBefore(long position) {
    // Newest first; of what the file being written holds, the caller knows.
    if (position > starts[0]) {
      return position;
    }
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] >= 0 && position > starts[i]) {
        return Math.min(position, starts[i] + sizes[i]);
      }
    }
    return 0;
  }

  long keptFrom(long position) throws IOException {
    for (int i = starts.length - 1; i >= 0; i--) {
      if (starts[i] >= 0 && position < end(i)) {
        return Math.max(position, starts[i]);
      }
    }
    return -1;
  }

  /// Bytes that lie in one part; fewer when the file is shorter than it was.
  byte[] read(long position, int length) throws IOException {
    int part = partWith(position);
    if (part < 0) {
      throw new NoSuchFileException(log.file().toString());
    }
    var bytes = ByteBuffer.allocate(length);
    try (var channel = FileChannel.open(log.part(part), StandardOpenOption.READ)) {
      long at = position - starts[part];
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, at);
        if (read < 0) {
          break;
        }
        at += read;
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
