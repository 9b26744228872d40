package dev.sluice.platform.process.log;

import static dev.sluice.platform.process.log.LogDirectory.at;
import static dev.sluice.platform.process.log.LogDirectory.newest;
import static dev.sluice.platform.process.log.LogDirectory.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.api.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The times of a log's lines")
class TimesOfLinesTest {
  @TempDir Path temp;
  private LogDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new LogDirectory(temp, 10_000);
  }

  private List<Optional<Instant>> times() throws IOException {
    return directory.all().stream().map(LogLine::at).toList();
  }

  private static Optional<Instant> known(int second) {
    return Optional.of(at(second));
  }

  @Test
  @DisplayName("R70 lines have the time of the last write before the look that saw them")
  void seen() throws Exception {
    directory.appendAt(1, "one\ntwo\n");
    directory.appendAt(5, "three\n");

    assertEquals(List.of("three", "two", "one"), texts(directory.all()));
    assertEquals(List.of(known(5), known(1), known(1)), times());
  }

  @Test
  @DisplayName("R70 a line has the time of its end, not of its beginning")
  void endOfLine() throws Exception {
    directory.appendAt(1, "one\nhal");
    directory.appendAt(5, "f\nthree\n");

    assertEquals(List.of(known(5), known(5), known(1)), times());
    assertEquals(List.of("one"), texts(directory.page(newest(10).between(at(0), at(3))).lines()));
  }

  @Test
  @DisplayName("R70 what nobody has looked at yet has a time when it is read")
  void readFirst() throws Exception {
    directory.append("one\n");
    directory.touch(3);

    assertEquals(List.of(known(3)), times());
  }

  @Test
  @DisplayName("R70 lines written while no engine ran have the time of the last of them")
  void away() throws Exception {
    directory.appendAt(1, "one\n");
    directory.append("two\n");
    directory.append("three\n");
    directory.touch(60);

    directory.reopened().appendAt(120, "four\n");

    assertEquals(List.of(known(120), known(120), known(120), known(1)), times());
  }

  @Test
  @DisplayName("R70 lines written while no engine ran are timed by the first look of the next one")
  void looksFirst() throws Exception {
    directory.appendAt(1, "one\n");
    directory.append("two\n");
    directory.touch(60);

    directory.reopened().log.look();
    directory.appendAt(120, "three\n");

    assertEquals(List.of(known(120), known(60), known(1)), times());
  }

  @Test
  @DisplayName("R70 times never go back within a log, also when the clock does")
  void clockSetBack() throws Exception {
    directory.appendAt(50, "one\n");
    directory.appendAt(10, "two\n");
    directory.appendAt(60, "three\n");

    assertEquals(List.of(known(60), known(50), known(50)), times());
  }

  @Test
  @DisplayName("R70 times stay with their lines when the log is cut, and are dropped with them")
  void cut() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      directory.appendAt(i, "line " + i + " " + "x".repeat(40) + "\n");
    }

    var lines = directory.all();
    int oldest = number(lines.getLast());
    assertTrue(oldest > 1_000, () -> "from " + oldest);
    for (var line : lines.subList(0, lines.size() - 1)) {
      assertEquals(known(number(line)), line.at(), line::text);
    }
    assertTrue(Files.size(directory.beside("times")) <= 16L * (lines.size() + 2));
    assertEquals(lines, directory.reopened().all());
  }

  private static int number(LogLine line) {
    return line.text().startsWith("line ")
        ? Integer.parseInt(line.text().split(" ", -1)[1])
        : Integer.MAX_VALUE;
  }

  @Test
  @DisplayName("R70 without noted times lines have none, but no later one than the file")
  void lost() throws Exception {
    directory.appendAt(1, "one\n");
    directory.appendAt(5, "two\n");
    Files.delete(directory.beside("times"));

    directory.reopened().appendAt(9, "three\n");

    assertEquals(List.of("three", "two", "one"), texts(directory.all()));
    assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.empty()), times());
    assertEquals(
        List.of(),
        directory.page(newest(10).between(at(10), at(99))).lines(),
        "nothing was written after the file was");
  }

  @Test
  @DisplayName("R70 notes that are deleted under a running engine are begun anew")
  void deleted() throws Exception {
    directory.appendAt(1, "one\n");
    Files.delete(directory.beside("times"));
    Files.delete(directory.beside("parts"));

    directory.appendAt(5, "two\n");
    directory.appendAt(9, "three\n");

    assertEquals(List.of("three", "two", "one"), texts(directory.all()));
    assertEquals(List.of(known(9), Optional.empty(), Optional.empty()), times());
  }

  @Test
  @DisplayName("R70 lines of unknown time are found where they may have been written")
  void unknown() throws Exception {
    directory.appendAt(1, "one\n");
    directory.appendAt(5, "two\n");
    Files.delete(directory.beside("times"));
    directory.reopened().log.look();
    directory.appendAt(9, "three\n");

    assertEquals(List.of(known(9), Optional.empty(), Optional.empty()), times());
    assertEquals(
        List.of("two", "one"), texts(directory.page(newest(10).between(at(2), at(4))).lines()));
    assertEquals(
        List.of("three"), texts(directory.page(newest(10).between(at(6), at(99))).lines()));
  }

  @RepeatedTest(40)
  @DisplayName("R70 damaged notes cost times, never a line and never an error")
  void damaged(RepetitionInfo repetition) throws Exception {
    var random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 400; i++) {
      directory.appendAt(i, "line " + i + " " + "x".repeat(60) + "\n");
    }
    var before = texts(directory.all());

    for (String what : List.of("times", "parts")) {
      damage(directory.beside(what), random);
    }

    assertEquals(before, texts(directory.reopened().all()));
    directory.appendAt(1_000, "after\n");
    assertEquals("after", directory.all().getFirst().text());
    assertEquals(before.size() + 1, directory.all().size());
    var known = times().stream().flatMap(Optional::stream).toList();
    assertEquals(known.stream().sorted(Comparator.reverseOrder()).toList(), known);
    directory.page(newest(10).between(at(7), at(390)));
  }

  @Test
  @DisplayName("R70 notes that contradict each other are not believed")
  void contradiction() throws Exception {
    for (int i = 1; i <= 9; i++) {
      directory.appendAt(i, "line " + i + "\n");
    }
    var notes = Files.readAllBytes(directory.beside("times"));
    ByteBuffer.wrap(notes).putLong(5 * 16 + 8, at(1_000).toEpochMilli());
    Files.write(directory.beside("times"), notes);

    assertEquals(9, directory.reopened().all().size());
    assertTrue(times().stream().allMatch(Optional::isEmpty), "times");
  }

  private static void damage(Path file, Random random) throws IOException {
    var bytes = Files.readAllBytes(file);
    switch (random.nextInt(4)) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 2 -> {
        random.nextBytes(bytes);
        Files.write(file, bytes);
      }
      default -> {
        for (int i = 0; i < 20; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Files.write(file, bytes);
      }
    }
  }

  @Test
  @DisplayName("R70 a half entry, as a power failure leaves it, is made up for")
  void torn() throws Exception {
    directory.appendAt(1, "one\n");
    Files.write(directory.beside("times"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

    directory.reopened().appendAt(5, "two\n");

    assertEquals(List.of(known(5), known(1)), times());
    assertEquals(0, Files.size(directory.beside("times")) % 16);
  }

  @Test
  @DisplayName("R70 what is noted has a bound; beyond it lines share times")
  void bounded() throws Exception {
    var times = new LogTimes(temp.resolve("bounded.times"), 10_000, 200);
    times.open(0, at(0), true);
    for (int i = 1; i <= 10_000; i++) {
      times.note(i, at(i));
    }

    assertTrue(Files.size(temp.resolve("bounded.times")) <= 16 * 200);
    var span = times.around(10_000, at(10_000)).of(10_000);
    assertEquals(at(10_000), span.latest());
    var first = times.around(7, at(10_000)).of(7);
    assertEquals(new TimesWindow.Span(at(7), at(7)), first);
    var shared = times.around(5_050, at(10_000)).of(5_050).latest();
    assertFalse(shared.isBefore(at(5_050)) || shared.isAfter(at(5_150)), shared::toString);
  }

  @Test
  @DisplayName("R70 a search by time begins and ends at the right lines of a long log")
  void byTime() throws Exception {
    for (int i = 0; i < 600; i++) {
      directory.appendAt(10 * i, "line %d\nand %d\n".formatted(i, i));
    }

    var found = directory.page(newest(5_000).between(at(2_000), at(2_021))).lines();

    var expected =
        IntStream.of(202, 201, 200)
            .boxed()
            .flatMap(i -> Stream.of("and " + i, "line " + i))
            .toList();
    assertEquals(expected, texts(found));
    assertEquals(
        List.of("and 0", "line 0"),
        texts(directory.page(newest(9).between(at(-5), at(10))).lines()));
    assertEquals(List.of(), directory.page(newest(9).between(at(-5), at(0))).lines());
  }
}
