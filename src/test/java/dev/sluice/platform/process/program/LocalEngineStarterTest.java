package dev.sluice.platform.process.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@DisplayName("Starting this computer's engine")
class LocalEngineStarterTest {
  @TempDir Path temporary;

  /// A program that stands for Java, so that what it is started with can be seen.
  private LocalEngineStarter starter(String script) throws IOException {
    var file = Files.writeString(temporary.resolve("java"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new LocalEngineStarter(
        new ProgramCommand(file.toString(), "cp", List.of()), System.getenv());
  }

  @Test
  @DisplayName("waits for the line that says it serves, and leaves it running")
  void ready() throws Exception {
    var starter =
        starter(
            "echo \"$@\" >&2; echo noise;"
                + " echo '{\"ready\":true,\"api\":\"http://127.0.0.1:7\",\"gateway\":\"http://127.0.0.1:8\","
                + "\"tokenFile\":\"/t\",\"later\":1}'; exec sleep 60");
    var data = DataDirectory.open(temporary.resolve("data"));

    var engine = starter.ensureRunning(data, "127.0.0.1:0", "127.0.0.1:0");

    try {
      assertEquals("http://127.0.0.1:7", engine.api());
      assertEquals("http://127.0.0.1:8", engine.gateway());
      assertEquals(Path.of("/t"), engine.tokenFile());
      var log = Files.readString(data.path().resolve("engine.log"));
      assertTrue(
          log.strip()
              .endsWith(
                  "dev.sluice.launch.Main engine --data-dir "
                      + data.path()
                      + " --listen 127.0.0.1:0 --gateway 127.0.0.1:0"),
          log);
    } finally {
      assertTrue(ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly(), "still there");
    }
  }

  @Test
  @DisplayName("that fails says why with the last words of its log")
  void fails() throws Exception {
    var starter = starter("echo The database is damaged. >&2; exit 2");
    var data = DataDirectory.open(temporary.resolve("data"));

    var failure = assertThrows(IOException.class, () -> starter.ensureRunning(data, "l", "g"));

    assertTrue(
        failure.toString().contains("The engine ended with exit code 2"), failure.toString());
    assertTrue(failure.toString().contains("The database is damaged."), failure.toString());
  }

  @Test
  @DisplayName("finds one that runs already and starts none")
  void found() throws Exception {
    var data = DataDirectory.open(temporary.resolve("data"));
    try (var lock = data.lock()) {
      lock.announce("http://127.0.0.1:7", "http://127.0.0.1:8", Path.of("/t"), Optional.empty());
      var engine = starter("exit 1").ensureRunning(data, "l", "g");
      assertEquals(ProcessHandle.current().pid(), engine.pid());
    }
  }

  @Test
  @DisplayName("runs this program again with this Java, and without JavaFX")
  void command() {
    var jvm = new Properties();
    jvm.setProperty("java.home", "/jdk");
    jvm.setProperty("java.class.path", "/app/sluice.jar" + File.pathSeparator + "/lib/netty.jar");
    jvm.setProperty("jdk.module.path", "/lib/javafx-base-26-linux.jar" + File.pathSeparator + "/m");
    var command = ProgramCommand.of(jvm).sample();

    assertEquals("/jdk/bin/java", command.getFirst());
    assertEquals("sample", command.getLast());
    String classPath = command.get(command.indexOf("-cp") + 1);
    assertEquals(
        String.join(File.pathSeparator, "/app/sluice.jar", "/lib/netty.jar", "/m"), classPath);
    assertFalse(command.contains("--module-path"));
  }
}
