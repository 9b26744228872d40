package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledStoreTest {
  private static final int KILLS = 10;

  @TempDir Path directory;

  @Test
  @Timeout(120)
  @DisplayName("R71 what was acknowledged survives being killed at any instant, without a gap")
  void killed() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KilledStoreTest.killed seed " + seed);
    var random = new SplittableRandom(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      long acknowledged = runAndKill(random);
      try (var store = SqliteStore.open(directory)) {
        var numbers = store.eventsAfter(0, 1_000_000).stream().map(e -> e.number()).toList();
        assertTrue(numbers.size() >= acknowledged, "seed " + seed + " kill " + kill);
        assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
        var contents = store.load();
        assertEquals(numbers.size(), contents.lastOperation(), "half a commit is there");
        assertEquals(
            numbers.size(), store.operations(Optional.empty(), Optional.empty(), 0, 1).total());
        assertEquals(2L * kill, contents.epoch());
      }
    }
  }

  /// @return the last number that was acknowledged
  private long runAndKill(SplittableRandom random) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    java,
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CommittingProgram.class.getName(),
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      int until = random.nextInt(1, 60);
      long first = 0;
      for (int i = 0; i < until; i++) {
        String line = lines.readLine();
        if (line == null) {
          throw new AssertionError("the program ended by itself: " + process.waitFor());
        }
        first = Long.parseLong(line);
      }
      long moment = System.nanoTime() + random.nextLong(3_000_000);
      while (System.nanoTime() < moment) {
        Thread.onSpinWait();
      }
      // By its handle: the process itself would also close the stream of what it still wrote.
      process.toHandle().destroyForcibly();
      // What it wrote before it was killed was acknowledged too.
      long last =
          lines
              .lines()
              .filter(line -> !line.isEmpty())
              .mapToLong(Long::parseLong)
              .max()
              .orElse(first);
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return last;
    }
  }
}
