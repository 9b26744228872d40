package dev.sluice.platform.process.program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How to run this very program again: the Java, the classes and the flags of the JVM that asks, so
/// that it works from a build directory as from a package.
///
/// @param java the executable
/// @param classPath without what only the console needs
/// @param learned flags of each part for what was learned in an earlier run of it
public record ProgramCommand(String java, String classPath, Map<Part, List<String>> learned) {
  /// What `sluice prepare` learns for this Java.
  public enum Part {
    ENGINE("engine.aot"),
    GATEWAY("gateway.aot");

    /// Beside the program's jar.
    private final String file;

    Part(String file) {
      this.file = file;
    }
  }

  private static final String MAIN = "dev.sluice.launch.Main";
  private static final String JAVAFX = "javafx-";

  /// Small and quick to start: an engine waits most of the time. With the first compiler alone it
  /// starts in half the CPU time and answers as fast (decision 0010).
  private static final List<String> ENGINE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn64m", "-Xmx512m");

  /// Buffers live outside of the heap, and nearly all that is on it dies at once: so it is small,
  /// grows by little, and what the compilers have left behind is given back. Netty is faster with
  /// direct access to memory, with buffers from its pool, and without looking for leaks, which the
  /// tests do (decision 0011). Each event loop takes its buffers from chunks of 1 MiB; none is on
  /// the heap.
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
    learned = Map.copyOf(learned);
  }

  /// @param jvm the system properties of the JVM to repeat
  public static ProgramCommand of(Properties jvm) {
    var java = Path.of(jvm.getProperty("java.home"), "bin", "java").toString();
    String classPath = classPath(jvm);
    var learned = new EnumMap<Part, List<String>>(Part.class);
    for (var part : Part.values()) {
      cacheOf(part, classPath)
          .filter(Files::exists)
          // One that does not fit this Java is passed over, without a word.
          .map(file -> List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off"))
          .ifPresent(flags -> learned.put(part, flags));
    }
    return new ProgramCommand(java, classPath, learned);
  }

  /// The same without anything learned, noting in `file` what this part of it loads. The file is
  /// written when the part is told to end, which takes some seconds.
  public ProgramCommand learning(Part part, Path file) {
    return new ProgramCommand(java, classPath, Map.of(part, List.of("-XX:AOTCacheOutput=" + file)));
  }

  /// Where what is learned of a part belongs; empty for classes that are not in a jar, which no JVM
  /// can do this for.
  public Optional<Path> cache(Part part) {
    return cacheOf(part, classPath);
  }

  private static Optional<Path> cacheOf(Part part, String classPath) {
    var first = Path.of(classPath.split(Pattern.quote(File.pathSeparator), 2)[0]);
    return Optional.of(first)
        .filter(Files::isRegularFile)
        .map(jar -> jar.resolveSibling(part.file));
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
        with(ENGINE, Part.ENGINE),
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
    return command(
        with(GATEWAY, Part.GATEWAY),
        Stream.concat(Stream.of("gateway"), arguments.stream()).toList());
  }

  /// Starts `sluice gateway` with these arguments as a plain child, for as long as it is needed.
  ///
  /// @param log takes what it prints
  public Process startGateway(List<String> arguments, Path log) throws IOException {
    return new ProcessBuilder(gateway(arguments))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /// `sluice sample`.
  public List<String> sample() {
    return command(SAMPLE, List.of("sample"));
  }

  private List<String> with(List<String> flags, Part part) {
    return Stream.concat(flags.stream(), learned.getOrDefault(part, List.of()).stream()).toList();
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
