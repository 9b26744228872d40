package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Being killed does not show whether anything was synced; this does. What a real store asks the
/// system for is traced, and played again on a disk that keeps no more than it must.
class PowerLossTest {
  /// Enough to fold the -wal file into the database several times.
  private static final int COMMITS = 400;

  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Pattern CALL = Pattern.compile("(\\d+) +((?:\\w+\\(|<).*)");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final Pattern TEXT = Pattern.compile("\"((?:\\\\x[0-9a-f]{2})*)\"");

  @TempDir Path folder;

  @Test
  @Timeout(300)
  @DisplayName("R71 what was acknowledged is in 20 images that lack writes not yet synced")
  void images() throws Exception {
    check(20);
  }

  @Test
  @Tag("gate")
  @Timeout(600)
  @DisplayName("R71 what was acknowledged is in 200 images that lack writes not yet synced")
  void manyImages() throws Exception {
    check(200);
  }

  private void check(int images) throws Exception {
    assumeTrue(Files.isExecutable(STRACE), "needs strace (Debian: strace)");
    var data = Files.createDirectory(folder.resolve("data"));
    var calls = trace(data);
    var acknowledgements = calls.stream().filter(PowerLossTest::acknowledges).toList();
    assertEquals(COMMITS, acknowledgements.size(), "acknowledgements in the trace");
    int first = calls.indexOf(acknowledgements.getFirst());
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var moments = random.ints(images, first, calls.size()).sorted().toArray();
    var disk = new PlayedDisk();
    long acknowledged = 0;
    int next = 0;
    for (int moment : moments) {
      for (; next <= moment; next++) {
        if (acknowledges(calls.get(next))) {
          acknowledged = Long.parseLong(text(calls.get(next)).strip());
        } else {
          play(calls.get(next), data, disk);
        }
      }
      var directory = Files.createTempDirectory(folder, "image");
      disk.writeImage(directory, random);
      Files.copy(data.resolve("secret.key"), directory.resolve("secret.key"));
      checkImage(directory, acknowledged, "seed " + seed + ", power lost after call " + moment);
    }
  }

  private static void checkImage(Path directory, long acknowledged, String which) {
    try (var store = SqliteStore.open(directory)) {
      var numbers = store.eventsAfter(0, 1_000_000).stream().map(e -> e.number()).toList();
      assertTrue(numbers.size() >= acknowledged, which + " lacks " + acknowledged);
      assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers, which);
      assertEquals(
          numbers.size(),
          store.operations(Optional.empty(), Optional.empty(), 0, 1).total(),
          which);
    } catch (IOException | UncheckedIOException e) {
      throw new AssertionError(which, e);
    }
  }

  /// The calls that the store made, whole and in order.
  private List<String> trace(Path data) throws IOException, InterruptedException {
    var trace = folder.resolve("trace");
    var process =
        new ProcessBuilder(
                List.of(
                    STRACE.toString(),
                    "-f",
                    "-y",
                    "-xx",
                    "-s",
                    "70000",
                    "-e",
                    "trace=write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink",
                    "-o",
                    trace.toString(),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CommittingProgram.class.getName(),
                    data.toString(),
                    Integer.toString(COMMITS)))
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertTrue(process.waitFor(200, TimeUnit.SECONDS), "the traced program does not end");
      // A container may forbid tracing; then the program was never started.
      assumeTrue(Files.size(trace) > 0, "strace may not trace here");
      assertEquals(0, process.exitValue());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return whole(Files.readAllLines(trace, StandardCharsets.ISO_8859_1));
  }

  /// Puts calls together that others interrupted; leaves signals and exits out.
  private static List<String> whole(List<String> lines) {
    var begun = new HashMap<String, String>();
    var calls = new ArrayList<String>();
    for (String line : lines) {
      var call = CALL.matcher(line);
      if (!call.matches()) {
        continue;
      }
      String rest = call.group(2);
      var resumed = RESUMED.matcher(rest);
      if (rest.endsWith("<unfinished ...>")) {
        begun.put(call.group(1), rest.substring(0, rest.lastIndexOf(" <unfinished")));
      } else {
        calls.add(resumed.matches() ? begun.remove(call.group(1)) + resumed.group(1) : rest);
      }
    }
    return calls;
  }

  private static boolean acknowledges(String call) {
    return call.startsWith("write(1<") && text(call).strip().matches("[0-9]+");
  }

  private static String text(String call) {
    return new String(bytes(call), StandardCharsets.UTF_8);
  }

  /// What the call writes.
  private static byte[] bytes(String call) {
    String escaped = TEXT.matcher(call).results().findFirst().orElseThrow().group(1);
    return HexFormat.of().parseHex(escaped.replace("\\x", ""));
  }

  private static void play(String call, Path data, PlayedDisk disk) {
    String kind = call.substring(0, call.indexOf('('));
    if (kind.equals("rename") || kind.equals("unlink")) {
      playNames(kind, call, data, disk);
      return;
    }
    int open = call.indexOf('<');
    var path = Path.of(decoded(call.substring(open + 1, call.indexOf('>', open))));
    if (path.equals(data)) {
      disk.syncNames();
    } else if (isDatabase(path, data)) {
      playContent(kind, call, name(path), disk);
    }
  }

  private static void playNames(String kind, String call, Path data, PlayedDisk disk) {
    var paths = TEXT.matcher(call).results().map(t -> Path.of(decoded(t.group(1)))).toList();
    if (!call.endsWith("= 0") || !isDatabase(paths.getFirst(), data)) {
      return;
    }
    if (kind.equals("unlink")) {
      disk.remove(name(paths.getFirst()));
    } else {
      disk.rename(name(paths.getFirst()), name(paths.getLast()));
    }
  }

  /// The -shm file holds nothing of its own.
  private static boolean isDatabase(Path path, Path data) {
    return data.equals(path.getParent())
        && name(path).startsWith("sluice.db")
        && !name(path).endsWith("-shm");
  }

  private static void playContent(String kind, String call, String name, PlayedDisk disk) {
    String arguments = call.substring(0, call.lastIndexOf(')'));
    String last = arguments.substring(arguments.lastIndexOf(' ') + 1);
    switch (kind) {
      case "pwrite64" -> disk.write(name, Long.parseLong(last), bytes(call));
      case "ftruncate" -> disk.truncate(name, Integer.parseInt(last));
      case "fsync", "fdatasync" -> disk.sync(name);
      default -> throw new AssertionError("not played: " + kind);
    }
  }

  /// Not every version writes the paths of open files in hexadecimal as well.
  private static String decoded(String path) {
    return BYTE.matcher(path)
        .replaceAll(b -> String.valueOf((char) Integer.parseInt(b.group(1), 16)));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
