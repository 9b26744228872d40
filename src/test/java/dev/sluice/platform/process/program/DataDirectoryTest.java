package dev.sluice.platform.process.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.platform.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A data directory")
class DataDirectoryTest {
  @TempDir Path temporary;

  /// Holds a directory until it is killed: another engine.
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      var directory = DataDirectory.open(Path.of(arguments[0]));
      directory
          .lock()
          .announce(
              "http://127.0.0.1:1", "http://127.0.0.1:2", Path.of("/token"), Optional.empty());
      int _ = System.in.read();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @DisplayName("is created for its owner alone")
  void created() throws Exception {
    var directory = DataDirectory.open(temporary.resolve("a/b"));
    var mode = Files.getPosixFilePermissions(directory.path());
    assertEquals("rwx------", PosixFilePermissions.toString(mode));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @DisplayName("that others can read is refused, with the command that mends it")
  void readable() throws Exception {
    var open = Files.createDirectory(temporary.resolve("open"));
    for (String mode : new String[] {"rwxr-xr-x", "rwxr-----", "rwx---r--"}) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(mode));
      var refused = assertThrows(IOException.class, () -> DataDirectory.open(open));
      assertTrue(refused.toString().contains("chmod 700 " + open), refused.toString());
    }
    var file = Files.writeString(temporary.resolve("file"), "");
    assertThrows(IOException.class, () -> DataDirectory.open(file));
  }

  @Test
  @DisplayName("has one engine at a time")
  void heldHere() throws Exception {
    var directory = DataDirectory.open(temporary.resolve("data"));
    var lock = directory.lock();
    var refused = assertThrows(HeldException.class, directory::lock);
    String self = "process id " + ProcessHandle.current().pid();
    assertTrue(refused.toString().contains(self), refused.toString());
    assertEquals(Optional.empty(), directory.running(), "it does not serve yet");

    lock.close();
    directory.lock().close();
  }

  @Test
  @DisplayName("names the process that holds it, lets others find it, and is free after kill -9")
  void heldElsewhere() throws Exception {
    var path = temporary.resolve("data");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var holder =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      Eventually.holds("held", () -> Files.exists(path) && open(path).running().isPresent());
      var directory = open(path);
      assertEquals(
          new RunningEngine(
              holder.pid(),
              "http://127.0.0.1:1",
              "http://127.0.0.1:2",
              Path.of("/token"),
              Optional.empty()),
          directory.running().orElseThrow());
      var refused = assertThrows(HeldException.class, directory::lock);
      assertTrue(refused.toString().contains("process id " + holder.pid()), refused.toString());
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertEquals(Optional.empty(), open(path).running());
    open(path).lock().close();
  }

  private static DataDirectory open(Path path) throws IOException {
    return DataDirectory.open(path);
  }
}
