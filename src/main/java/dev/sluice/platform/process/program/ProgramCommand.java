package dev.sluice.platform.process.program;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How to start this very program again as a process of its own: the same Java, the same class
/// path, without JavaFX.
public final class ProgramCommand {
  private static final String MAIN = "dev.sluice.launch.Main";

  private ProgramCommand() {}

  /// `sluice engine …`
  public static List<String> engine(List<String> arguments) {
    return command(
        List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx512m", "-XX:TieredStopAtLevel=1"),
        "engine",
        arguments);
  }

  /// `sluice gateway …`
  public static List<String> gateway(List<String> arguments) {
    return command(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx256m"), "gateway", arguments);
  }

  /// `sluice sample`
  public static List<String> sample() {
    return command(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xshare:auto"),
        "sample",
        List.of());
  }

  private static List<String> command(List<String> options, String name, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath());
    command.add(MAIN);
    command.add(name);
    command.addAll(arguments);
    return command;
  }

  private static String classPath() {
    var entries = new ArrayList<String>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      String value = System.getProperty(property, "");
      for (String entry : value.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!entry.isEmpty() && !entry.contains("javafx") && !entries.contains(entry)) {
          entries.add(Path.of(entry).toAbsolutePath().toString());
        }
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
