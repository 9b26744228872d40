package dev.sluice.platform.process.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bounded log")
class BoundedLogTest {
  @TempDir Path directory;

  private BoundedLog log(long bytes) throws IOException {
    var log = new BoundedLog(directory.resolve("output.log"), 5, bytes);
    log.create();
    return log;
  }

  private static void append(BoundedLog log, String text) throws IOException {
    Files.writeString(log.file(), text, StandardOpenOption.APPEND);
  }

  @Test
  @DisplayName("never holds more than its files' share, and keeps the newest lines in order")
  void bounded() throws Exception {
    var log = log(1_000);
    for (int i = 0; i < 2_000; i++) {
      append(log, "line " + i + "\n");
      log.keepWithinBounds();
    }

    try (var files = Files.list(directory)) {
      var sizes = files.map(file -> file.toFile().length()).toList();
      assertEquals(5, sizes.size());
      assertTrue(sizes.stream().allMatch(size -> size <= 1_010), sizes.toString());
    }
    var expected = IntStream.range(1_700, 2_000).mapToObj(i -> "line " + i).toList();
    assertEquals(expected, log.tail(300));
  }

  @Test
  @DisplayName("keeps only the end of a file that grew far beyond its share")
  void farBeyond() throws Exception {
    var log = log(1_000);
    append(log, "x".repeat(50_000) + "end");
    log.keepWithinBounds();

    assertEquals(1_000, Files.size(directory.resolve("output.log.1")));
    assertEquals(0, Files.size(log.file()));
    assertTrue(log.tail(1).getFirst().endsWith("end"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("is cut under a process that goes on writing, without holes")
  void writerGoesOn() throws Exception {
    var log = log(2_000);
    var writer =
        new ProcessBuilder(
                "/bin/sh", "-c", "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done")
            .redirectOutput(Redirect.appendTo(log.file().toFile()))
            .start();
    while (writer.isAlive()) {
      log.keepWithinBounds();
    }
    log.keepWithinBounds();

    var lines = log.tail(10_000);
    assertEquals("line 4999", lines.getLast());
    assertTrue(lines.stream().noneMatch(line -> line.indexOf('\0') >= 0), "holes");
    try (var files = Files.list(directory)) {
      assertTrue(files.count() <= 5);
    }
  }

  @Test
  @DisplayName("shows the last lines, whole and half ones, in any encoding")
  void tail() throws Exception {
    var log = log(1 << 20);
    assertEquals(List.of(), log.tail(10));
    append(log, "one\n\n\u4e09\r\nhalf");
    assertEquals(List.of("one", "", "\u4e09", "half"), log.tail(10));
    assertEquals(List.of("\u4e09", "half"), log.tail(2));
    Files.write(log.file(), new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    assertTrue(log.tail(1).getFirst().startsWith("half"));
  }

  @Test
  @DisplayName("shows a line longer than a block, from its beginning")
  void longLine() throws Exception {
    var log = log(1 << 20);
    append(log, "before\nstart" + "y".repeat(200_000) + "\nafter\n");

    var lines = log.tail(10);

    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("startyyy"));
    assertEquals(16_384, lines.get(1).getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @DisplayName("is for its owner alone")
  void permissions() throws Exception {
    var mode = Files.getPosixFilePermissions(log(10).file());
    assertEquals("rw-------", PosixFilePermissions.toString(mode));
    assertFalse(mode.isEmpty());
  }
}
