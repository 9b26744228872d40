package dev.sluice.platform.process.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCommandTest {
  @TempDir Path lib;

  private static ProgramCommand of(Path... classPath) {
    var jvm = new Properties();
    jvm.setProperty("java.home", "/java");
    jvm.setProperty(
        "java.class.path",
        String.join(File.pathSeparator, List.of(classPath).stream().map(Path::toString).toList()));
    return ProgramCommand.of(jvm);
  }

  private static List<String> engine(ProgramCommand program) {
    return program.engine(Path.of("/data"), "127.0.0.1:0", "127.0.0.1:0");
  }

  @Test
  @DisplayName("an engine starts with what was learned beside its jar, and nothing else does")
  void learned() throws IOException {
    var jar = Files.createFile(lib.resolve("sluice.jar"));
    String flag = "-XX:AOTCache=" + lib.resolve("engine.aot");
    assertFalse(engine(of(jar)).contains(flag));

    Files.createFile(lib.resolve("engine.aot"));

    assertTrue(engine(of(jar)).contains(flag));
    assertFalse(of(jar).gateway(List.of()).contains(flag));
    assertFalse(of(jar).sample().contains(flag));
  }

  @Test
  @DisplayName("an engine that is learned from uses nothing that was learned before")
  void learning() throws IOException {
    var jar = Files.createFile(lib.resolve("sluice.jar"));
    Files.createFile(lib.resolve("engine.aot"));

    var command = engine(of(jar).learning(Path.of("/data/learned")));

    assertTrue(command.contains("-XX:AOTCacheOutput=/data/learned"));
    assertTrue(command.stream().noneMatch(flag -> flag.startsWith("-XX:AOTCache=")));
    assertEquals(Optional.of(lib.resolve("engine.aot")), of(jar).cache());
  }

  @Test
  @DisplayName("nothing can be learned for classes that are not in a jar")
  void classes() throws IOException {
    Files.createFile(lib.resolve("engine.aot"));
    var classes = Files.createDirectory(lib.resolve("classes"));

    assertEquals(Optional.empty(), of(classes).cache());
    assertEquals(List.of(), of(classes).startFlags());
  }

  @Test
  @DisplayName("what no JVM starts with is found out by a trial")
  void damaged() throws Exception {
    var damaged = Files.writeString(lib.resolve("learned"), "not what a JVM has learned");

    assertFalse(ProgramCommand.of(System.getProperties()).startsWith(damaged));
  }
}
