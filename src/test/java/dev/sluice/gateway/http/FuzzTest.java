package dev.sluice.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.gateway.framing.FramingSeeds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Fuzzing of what reads bytes from outside, guided by coverage (Jazzer). Each fuzzer has a Java of
/// its own, because Jazzer instruments the classes it loads; the seeds are the table of framing
/// cases. A finding is printed with its bytes, and becomes a case of the table.
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("sluice.fuzz.seconds", 60);
  private static final int LONG_SECONDS = 600;
  private static final List<Class<?>> FUZZERS =
      List.of(HeadFuzzer.class, ChunkFuzzer.class, AuthorityFuzzer.class);

  @TempDir Path directory;

  @Test
  @DisplayName("the fuzzers find nothing in the cases of the table")
  void seeds() {
    List<Consumer<byte[]>> fuzzers =
        List.of(
            HeadFuzzer::fuzzerTestOneInput,
            ChunkFuzzer::fuzzerTestOneInput,
            AuthorityFuzzer::fuzzerTestOneInput);
    for (byte[] seed : FramingSeeds.all()) {
      fuzzers.forEach(fuzzer -> fuzzer.accept(seed));
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Jazzer is tried on Linux")
  @DisplayName("a minute of fuzzing heads, chunks and authorities finds nothing read in two ways")
  void minute() throws Exception {
    fuzz(SECONDS, "-seed=20261125");
  }

  @Test
  @Tag("gate")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Jazzer is tried on Linux")
  @DisplayName("ten minutes of fuzzing heads, chunks and authorities find nothing read in two ways")
  void tenMinutes() throws Exception {
    fuzz(LONG_SECONDS, "-seed=0");
  }

  /// All at once, to save the time of whoever waits.
  ///
  /// @param seed of the random numbers: the same ones where a change is judged, 0 for new ones
  private void fuzz(int seconds, String seed) throws IOException, InterruptedException {
    var running = new ArrayList<Process>();
    for (var fuzzer : FUZZERS) {
      running.add(start(fuzzer, seconds, seed));
    }
    try {
      for (int i = 0; i < running.size(); i++) {
        boolean ended = running.get(i).waitFor(4L * seconds + 120, TimeUnit.SECONDS);
        String output = Files.readString(log(FUZZERS.get(i)));
        assertTrue(ended, output);
        assertEquals(0, running.get(i).exitValue(), output);
        assertTrue(output.contains("Done ") && output.contains("cov: "), output);
      }
    } finally {
      running.forEach(Process::destroyForcibly);
    }
  }

  /// Ours, without JUnit's launcher, in which Jazzer would look for tests.
  private static String classPath() {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(own.split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("junit-platform"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path log(Class<?> fuzzer) {
    return directory.resolve(fuzzer.getSimpleName() + ".log");
  }

  private Process start(Class<?> fuzzer, int seconds, String randomness) throws IOException {
    var seeds = Files.createDirectory(directory.resolve(fuzzer.getSimpleName()));
    int number = 0;
    for (byte[] seed : FramingSeeds.all()) {
      Files.write(seeds.resolve("seed-" + number++), seed);
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.leakDetection.level=disabled",
            "-cp",
            classPath(),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + fuzzer.getName(),
            "--instrumentation_includes=dev.sluice.gateway.http.**",
            // Its detectors of other bugs would be put into every class.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**",
            "--custom_hook_includes=dev.sluice.gateway.http.**",
            "--reproducer_path=" + directory,
            "-artifact_prefix=" + directory + "/",
            "-max_total_time=" + seconds,
            randomness,
            "-max_len=2000",
            seeds.toString())
        .redirectErrorStream(true)
        .redirectOutput(log(fuzzer).toFile())
        .start();
  }
}
