package dev.sluice.platform.process.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("The gateway's process")
class GatewayDaemonTest {
  @TempDir Path directory;

  /// Stands for a gateway: it answers while its file is there.
  private GatewayDaemon daemon(String script) {
    return new GatewayDaemon(
        directory,
        System.getenv(),
        () -> List.of("/bin/sh", "-c", script),
        List.of("take-over"),
        () -> OptionalLong.of(pid()));
  }

  private String serving() {
    var file = directory.resolve("answers");
    return "trap 'rm "
        + file
        + "; exit 0' TERM; echo $$ > "
        + file
        + ".tmp; mv "
        + file
        + ".tmp "
        + file
        + "; while :; do sleep 0.05; done";
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(directory.resolve("answers")).strip());
  }

  @AfterEach
  void stop() throws Exception {
    daemon("true").stop();
  }

  @Test
  @DisplayName("is started once, and found again by the next engine")
  void startsOnce() throws Exception {
    assertTrue(daemon(serving()).ensureRunning(), "started");
    long pid = pid();

    var next = daemon(serving());
    next.ensureRunning();
    assertEquals(pid, pid(), "found");
    assertFalse(next.ensureRunning(), "no other than before");

    daemon(serving()).stop();
    assertFalse(Files.exists(directory.resolve("answers")), "it was asked politely");
    assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  @DisplayName("is replaced when it lives but does not answer")
  void replaced() throws Exception {
    daemon(serving()).ensureRunning();
    long silent = pid();
    Files.delete(directory.resolve("answers"));

    assertTrue(daemon(serving()).ensureRunning());

    assertTrue(ProcessHandle.of(silent).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  @DisplayName("that dies is started again at once, by no engine; one that ends is not")
  void startedAgain() throws Exception {
    daemon(serving()).ensureRunning();
    long first = pid();
    for (int time = 0; time < 2; time++) {
      long dead = pid();
      Files.delete(directory.resolve("answers"));
      ProcessHandle.of(dead).orElseThrow().destroyForcibly();
      Eventually.holds(
          "another", () -> Files.exists(directory.resolve("answers")) && pid() != dead);
    }
    assertFalse(pid() == first);
    ProcessHandle.of(pid()).orElseThrow().destroy();
    Eventually.holds("none", () -> !Files.exists(directory.resolve("answers")));
    assertTrue(daemon(serving()).ensureRunning(), "by this one only");
  }

  @Test
  @DisplayName(
      "hands over to the next: the one before ends by itself, and a failure changes nothing")
  void handsOver() throws Exception {
    var running = daemon(serving());
    running.ensureRunning();
    long before = pid();
    var failing = daemon("exit 1");
    assertThrows(IOException.class, failing::replace);
    assertEquals(before, pid());
    var next =
        daemon("kill " + before + "; while kill -0 " + before + "; do :; done; " + serving());
    next.replace();
    assertFalse(pid() == before);
    assertTrue(running.ensureRunning(), "another one than before");
    assertFalse(running.ensureRunning());
  }

  @Test
  @DisplayName("that cannot start says why with its last words")
  void lastWords() {
    var failing = daemon("echo Port 8080 is in use. >&2; exit 1");
    var failure = assertThrows(IOException.class, failing::ensureRunning);
    assertTrue(failure.toString().contains("exit code 1"), failure.toString());
    assertTrue(failure.toString().contains("Port 8080 is in use."), failure.toString());
  }
}
