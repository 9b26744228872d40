package dev.sluice.platform.process.program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How to run this very program again: the Java, the classes and the flags of the JVM that asks, so
/// that it works from a build directory as from a package.
///
/// @param java the executable
/// @param classPath without what only the console needs
/// @param startFlags for a quick start of an engine: where what was learned in an earlier start is
public record ProgramCommand(String java, String classPath, List<String> startFlags) {
  /// Beside the program's jar: what `sluice prepare` has learned for this Java.
  private static final String CACHE = "engine.aot";

  private static final int TRIAL_SECONDS = 60;

  private static final String MAIN = "dev.sluice.launch.Main";
  private static final String JAVAFX = "javafx-";

  /// Small and quick to start: an engine waits most of the time. With the first compiler alone it
  /// starts in half the CPU time and answers as fast (decision 0010).
  private static final List<String> ENGINE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn64m", "-Xmx512m");

  /// Buffers live outside of the heap, and nearly all that is on it dies at once: so it is small,
  /// grows by little, and what the compilers have left behind is given back. Netty is faster with
  /// direct access to memory, with buffers from its pool, and without looking for leaks, which the
  /// tests do (decision 0011). Event loops take their buffers from chunks of 1 MiB; none is on the
  /// heap. Nothing learned is used: with such a cache a JVM has been seen to crash (decision 0010).
  private static final List<String> GATEWAY =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms12m",
          "-Xmn6m",
          "-Xmx512m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:TrimNativeHeapInterval=5000",
          // Better started again, which takes a second, than half dead.
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dio.netty.noUnsafe=false",
          "-Dio.netty.allocator.type=pooled",
          "-Dio.netty.allocator.maxOrder=7",
          "-Dio.netty.allocator.numHeapArenas=0",
          "-Dio.netty.leakDetection.level=disabled");

  /// Many run at once, none for its speed.
  private static final List<String> SAMPLE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m");

  public ProgramCommand {
    startFlags = List.copyOf(startFlags);
  }

  /// @param jvm the system properties of the JVM to repeat
  public static ProgramCommand of(Properties jvm) {
    var java = Path.of(jvm.getProperty("java.home"), "bin", "java").toString();
    String classPath = classPath(jvm);
    var cache = cacheOf(classPath).filter(Files::exists);
    return new ProgramCommand(
        java,
        classPath,
        cache
            // One that does not fit this Java is passed over, without a word.
            .map(file -> List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off"))
            .orElse(List.of()));
  }

  /// The same without anything learned, noting in `file` what its engine loads. The file is written
  /// when the engine is told to end, which takes some seconds.
  public ProgramCommand learning(Path file) {
    return new ProgramCommand(java, classPath, List.of("-XX:AOTCacheOutput=" + file));
  }

  /// Where what is learned belongs; empty for classes that are not in a jar, which no JVM can do
  /// this for.
  public Optional<Path> cache() {
    return cacheOf(classPath);
  }

  private static Optional<Path> cacheOf(String classPath) {
    var first = Path.of(classPath.split(Pattern.quote(File.pathSeparator), 2)[0]);
    return Optional.of(first).filter(Files::isRegularFile).map(jar -> jar.resolveSibling(CACHE));
  }

  private static String classPath(Properties jvm) {
    return Stream.of(jvm.getProperty("java.class.path", ""), jvm.getProperty("jdk.module.path", ""))
        .flatMap(path -> Stream.of(path.split(Pattern.quote(File.pathSeparator), -1)))
        .filter(entry -> !entry.isBlank())
        .filter(entry -> !String.valueOf(Path.of(entry).getFileName()).startsWith(JAVAFX))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Short, and another one for other classes: by where they are, and by when a first jar was made.
  public String digest() {
    var text = new StringBuilder(classPath);
    var first = Path.of(classPath.split(Pattern.quote(File.pathSeparator), 2)[0]).toFile();
    if (first.isFile()) {
      text.append(' ').append(first.length()).append(' ').append(first.lastModified());
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      byte[] bytes = hash.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// `sluice engine`.
  ///
  /// @param listen `HOST:PORT` of the API
  /// @param gateway `HOST:PORT` of the gateway
  public List<String> engine(Path dataDirectory, String listen, String gateway) {
    return command(
        Stream.concat(ENGINE.stream(), startFlags.stream()).toList(),
        List.of(
            "engine",
            "--data-dir",
            dataDirectory.toAbsolutePath().toString(),
            "--listen",
            listen,
            "--gateway",
            gateway));
  }

  /// `sluice gateway` with these arguments.
  public List<String> gateway(List<String> arguments) {
    return command(GATEWAY, Stream.concat(Stream.of("gateway"), arguments.stream()).toList());
  }

  /// Whether a JVM starts with what was learned in `file`; one with a damaged or unfit cache may
  /// even crash. Takes a part of a second.
  public boolean startsWith(Path file) throws IOException, InterruptedException {
    var flags = Stream.concat(ENGINE.stream(), Stream.of("-XX:AOTCache=" + file, "-XX:AOTMode=on"));
    // Where it crashes it leaves a report in its directory.
    var directory = file.toAbsolutePath().getParent();
    var trial =
        new ProcessBuilder(command(flags.toList(), List.of("--version")))
            .directory(directory == null ? null : directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } finally {
      trial.destroyForcibly();
    }
  }

  /// `sluice sample`.
  public List<String> sample() {
    return command(SAMPLE, List.of("sample"));
  }

  private List<String> command(List<String> flags, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(java);
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath);
    command.add(MAIN);
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
