package dev.sluice.platform.process.log;

import static dev.sluice.platform.process.log.LogDirectory.newest;
import static dev.sluice.platform.process.log.LogDirectory.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.api.LogQuery;
import dev.sluice.engine.api.RecordedLines;
import dev.sluice.engine.logs.LogFollower;
import dev.sluice.engine.logs.LogFollower.Present;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A log that is cut while it is read")
class PagingWhileCutTest {
  @TempDir Path temp;

  private static int number(String line) {
    return Integer.parseInt(line.split(" ", -1)[1]);
  }

  private static void writeLines(LogDirectory directory, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      directory.append("line " + i + " " + "x".repeat(30) + "\n");
      directory.log.look();
    }
  }

  /// Whole lines, each one older than the one before.
  private static void assertUnbroken(List<String> newestFirst) {
    for (int i = 1; i < newestFirst.size(); i++) {
      assertEquals(number(newestFirst.get(i - 1)) - 1, number(newestFirst.get(i)));
    }
  }

  @Test
  @DisplayName("R70 gives every line once, in order, and ends where older ones were dropped")
  void pages() throws Exception {
    var directory = new LogDirectory(temp, 4_000);
    writeLines(directory, 0, 400);
    var page = directory.page(newest(7));
    var read = new ArrayList<>(texts(page.lines()));
    int written = 400;
    while (page.nextCursor().isPresent()) {
      writeLines(directory, written, written + 3);
      written += 3;
      page = directory.page(newest(7).from(page.nextCursor().get()));
      read.addAll(texts(page.lines()));
    }

    // The oldest may have lost its beginning with the part before.
    var whole = read.stream().filter(line -> line.startsWith("line ")).toList();
    assertTrue(read.size() - whole.size() <= 1, read::toString);
    assertEquals(399, number(whole.getFirst()));
    assertUnbroken(whole);
    assertTrue(number(whole.getLast()) > 0, "older lines were dropped meanwhile");
  }

  @Test
  @DisplayName("R70 gives whole lines, also those that were cut in two")
  void cutInTwo() throws Exception {
    var directory = new LogDirectory(temp, 1_000);
    directory.append("x".repeat(900) + "\nthe first ha");
    directory.log.look();
    assertTrue(Files.exists(directory.files.part(1)), "it was cut");
    directory.append("lf and the second\nnext\n");

    assertEquals(
        List.of("next", "the first half and the second"), texts(directory.page(newest(2)).lines()));
  }

  @Test
  @DisplayName("R70 is read right although the engine died before it had noted a cut")
  void cutNotNoted() throws Exception {
    var directory = new LogDirectory(temp, 4_000);
    writeLines(directory, 0, 800);
    var page = directory.page(newest(50));
    writeLines(directory, 800, 900);
    directory.append("y".repeat(3_500) + "\n");
    var cut = directory.files.keepWithinBounds();
    assertTrue(cut.isPresent());
    // A cut comes later than the ones before, but a file system's clock may tick slowly.
    Files.setLastModifiedTime(directory.files.part(1), FileTime.fromMillis(1));

    var next = directory.reopened().page(newest(20).from(page.nextCursor().orElseThrow()));

    assertEquals(749, number(next.lines().getFirst().text()));
    assertUnbroken(texts(next.lines()));
    directory.append("after\n");
    assertEquals("after", directory.all().getFirst().text());
  }

  @Test
  @DisplayName("R70 that somebody has emptied by hand goes on with lines of its own")
  void emptied() throws Exception {
    var directory = new LogDirectory(temp, 4_000);
    directory.appendAt(1, "one\ntwo\nthree\n");
    var page = directory.page(newest(1));
    Files.write(directory.files.file(), new byte[0]);
    directory.appendAt(5, "four\n");

    assertEquals(List.of("four"), texts(directory.all()));
    assertEquals(LogDirectory.at(5), directory.all().getFirst().at().orElseThrow());
    var next = directory.page(newest(1).from(page.nextCursor().orElseThrow()));
    assertEquals(List.of(), next.lines(), "what was older is gone");
  }

  @Test
  @DisplayName("R70 gives each thread an unbroken log while another one writes and cuts")
  void concurrently() throws Exception {
    var directory = new LogDirectory(temp, 2_000);
    writeLines(directory, 0, 500);
    var writing = new AtomicBoolean(true);
    var failure = new ArrayList<Exception>();
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    writeLines(directory, 500, 8_000);
                  } catch (IOException | RuntimeException e) {
                    failure.add(e);
                  } finally {
                    writing.set(false);
                  }
                });
    int newest = 0;
    while (writing.get()) {
      var page = directory.page(newest(40));
      var read = new ArrayList<>(texts(page.lines()));
      if (page.nextCursor().isPresent()) {
        read.addAll(texts(directory.page(newest(40).from(page.nextCursor().get())).lines()));
      }
      // What is dropped while it is read ends the log.
      var kept = read.stream().takeWhile(line -> line.startsWith("line ")).toList();
      assertUnbroken(kept);
      assertTrue(kept.isEmpty() || number(kept.getFirst()) >= newest);
      newest = kept.isEmpty() ? newest : number(kept.getFirst());
    }
    writer.join();
    assertEquals(List.of(), failure);
    assertEquals(7_999, number(directory.page(newest(1)).lines().getFirst().text()));
  }

  @Test
  @DisplayName("R70 is followed without a gap and without a line twice")
  void followed() throws Exception {
    var directory = new LogDirectory(temp, 40_000);
    writeLines(directory, 0, 100);
    var lines = new RecordedLines();

    try (var _ = follow(directory, newest(10), lines)) {
      lines.await("line 99 " + "x".repeat(30));
      writeLines(directory, 100, 3_000);
      assertTrue(Files.exists(directory.files.part(2)), "it was cut more than once");
      lines.await("line 2999 " + "x".repeat(30));
    }

    assertEquals(
        IntStream.range(90, 3_000).boxed().toList(),
        lines.texts().stream().map(PagingWhileCutTest::number).toList());
  }

  @Test
  @DisplayName("R70 a line that is being written is told when it ends, or is left unfinished")
  void unfinished() throws Exception {
    var directory = new LogDirectory(temp, 40_000);
    directory.append("one\ntwo\nthr");
    var lines = new RecordedLines();

    try (var _ = follow(directory, newest(10), lines)) {
      lines.await("two");
      directory.append("ee\nlast words");
      assertEquals(List.of("one", "two", "three", "last words"), lines.await("last words"));
    }
  }

  private static LogFollower follow(
      LogDirectory directory, LogQuery query, RecordedLines listener) {
    return new LogFollower(
            () -> {
              try {
                return new Present(List.of(directory.source()), false);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            query,
            Optional.empty(),
            listener)
        .start();
  }

  @Test
  @DisplayName("R70 that is long is searched in bounded steps, each with where to go on")
  void boundedSearch() throws Exception {
    var directory = new LogDirectory(temp, 64L << 20);
    directory.append("needle\n");
    String filler = ("hay ".repeat(255) + "hay\n").repeat(1_024);
    for (int i = 0; i < 20; i++) {
      directory.append(filler);
    }
    directory.log.look();

    var page = directory.page(newest(10).containing("NEEDLE"));
    int calls = 1;
    assertEquals(List.of(), page.lines());
    while (page.nextCursor().isPresent() && page.lines().isEmpty()) {
      page = directory.page(newest(10).containing("NEEDLE").from(page.nextCursor().get()));
      calls++;
    }

    assertEquals(List.of("needle"), texts(page.lines()));
    assertEquals(3, calls);
  }

  @Test
  @DisplayName("R70 shows of a very long line the beginning, and reads on behind it")
  void longLine() throws Exception {
    var directory = new LogDirectory(temp, 8L << 20);
    directory.append("before\r\n\nstart" + "y".repeat(200_000) + "\n");
    directory.append("z".repeat(3 << 20) + "\nafter\n");

    var lines = texts(directory.all());

    assertEquals("after", lines.getFirst());
    assertEquals(List.of("", "before"), lines.subList(lines.size() - 2, lines.size()));
    String start = lines.get(lines.size() - 3);
    assertTrue(start.startsWith("startyyy"));
    assertEquals(16_384, start.length());
    assertTrue(lines.size() < 10, "a line of 3 MiB counts as a few");
  }
}
