package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A directory as a disk would hold it after a power loss: what was synced is there, of what was
/// not any part may be. Names are kept apart from contents: a new file's name is on the disk once
/// the file is synced, a changed or removed name only once the directory is.
final class PlayedDisk {
  private static final int SECTOR = 512;

  private final Map<String, Content> names = new HashMap<>();
  private final Map<String, Content> durableNames = new HashMap<>();
  private final List<Runnable> unsyncedNames = new ArrayList<>();

  /// One file's bytes.
  private static final class Content {
    private byte[] durable = new byte[0];
    private final List<Change> unsynced = new ArrayList<>();

    void sync() {
      unsynced.forEach(change -> durable = change.applied(durable, change.bytes().length));
      unsynced.clear();
    }

    byte[] afterPowerLoss(SplittableRandom random) {
      byte[] bytes = durable.clone();
      for (var change : unsynced) {
        if (random.nextBoolean()) {
          int sectors = change.bytes().length / SECTOR;
          boolean torn = random.nextInt(4) == 0;
          int length = torn ? SECTOR * random.nextInt(sectors + 1) : change.bytes().length;
          bytes = change.applied(bytes, length);
        }
      }
      return bytes;
    }
  }

  /// A write, or a new length when `offset` is negative.
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Change(long offset, byte[] bytes, int size) {
    /// May change `before`, which is then what is returned.
    byte[] applied(byte[] before, int length) {
      if (offset < 0) {
        return Arrays.copyOf(before, size);
      }
      int end = (int) offset + length;
      byte[] after = end > before.length ? Arrays.copyOf(before, end) : before;
      System.arraycopy(bytes, 0, after, (int) offset, length);
      return after;
    }
  }

  void write(String name, long offset, byte[] bytes) {
    content(name).unsynced.add(new Change(offset, bytes, 0));
  }

  void truncate(String name, int size) {
    content(name).unsynced.add(new Change(-1, new byte[0], size));
  }

  void sync(String name) {
    var content = content(name);
    content.sync();
    if (!durableNames.containsValue(content)) {
      durableNames.put(name, content);
    }
  }

  void rename(String from, String to) {
    var content = content(from);
    names.remove(from);
    names.put(to, content);
    unsyncedNames.add(
        () -> {
          durableNames.remove(from);
          durableNames.put(to, content);
        });
  }

  void remove(String name) {
    names.remove(name);
    unsyncedNames.add(() -> durableNames.remove(name));
  }

  void syncNames() {
    unsyncedNames.forEach(Runnable::run);
    unsyncedNames.clear();
  }

  private Content content(String name) {
    return names.computeIfAbsent(name, _ -> new Content());
  }

  /// Writes one of the images that a power loss may leave.
  void writeImage(Path directory, SplittableRandom random) throws IOException {
    for (var entry : durableNames.entrySet()) {
      Files.write(directory.resolve(entry.getKey()), entry.getValue().afterPowerLoss(random));
    }
  }
}
