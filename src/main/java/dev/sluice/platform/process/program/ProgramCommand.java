package dev.sluice.platform.process.program;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How to run this very program again: the Java, the classes and the flags of the JVM that asks, so
/// that it works from a build directory as from a package.
///
/// @param java the executable
/// @param classPath without what only the console needs
public record ProgramCommand(String java, String classPath) {
  private static final String MAIN = "dev.sluice.launch.Main";
  private static final String JAVAFX = "javafx-";

  /// Small and quick to start: an engine waits most of the time. With the first compiler alone it
  /// starts in half the CPU time and answers as fast (decision 0010).
  private static final List<String> ENGINE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmn64m", "-Xmx512m");

  /// Buffers live outside of the heap; a parallel collector would fight the event loops for cores.
  private static final List<String> GATEWAY = List.of("-XX:+UseSerialGC", "-Xmx512m");

  /// Many run at once, none for its speed.
  private static final List<String> SAMPLE =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m");

  /// @param jvm the system properties of the JVM to repeat
  public static ProgramCommand of(Properties jvm) {
    var java = Path.of(jvm.getProperty("java.home"), "bin", "java").toString();
    return new ProgramCommand(
        java,
        Stream.of(jvm.getProperty("java.class.path", ""), jvm.getProperty("jdk.module.path", ""))
            .flatMap(path -> Stream.of(path.split(Pattern.quote(File.pathSeparator), -1)))
            .filter(entry -> !entry.isBlank())
            .filter(entry -> !String.valueOf(Path.of(entry).getFileName()).startsWith(JAVAFX))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .distinct()
            .collect(Collectors.joining(File.pathSeparator)));
  }

  /// `sluice engine`.
  ///
  /// @param listen `HOST:PORT` of the API
  /// @param gateway `HOST:PORT` of the gateway
  public List<String> engine(Path dataDirectory, String listen, String gateway) {
    return command(
        ENGINE,
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
