package dev.sluice.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What the environment asks the sample service to be like.
///
/// @param failStart the how-manieth instance started of this version and revision fails; 0: none
/// @param stateDirectory where starts are counted
/// @param exitAfter zero: never
record SampleSettings(
    int port,
    String service,
    String version,
    String revision,
    String instance,
    String label,
    Duration startDelay,
    int failStart,
    Path stateDirectory,
    Duration exitAfter,
    int errorPercent,
    Duration latency) {
  private static final int LONGEST_MILLIS = 24 * 60 * 60 * 1000;

  /// @throws IllegalArgumentException with a sentence that names the variable
  static SampleSettings of(Map<String, String> environment) {
    return new SampleSettings(
        port(environment),
        environment.getOrDefault("SLUICE_SERVICE", ""),
        environment.getOrDefault("SLUICE_VERSION", ""),
        environment.getOrDefault("SLUICE_REVISION", ""),
        environment.getOrDefault("SLUICE_INSTANCE", ""),
        environment.getOrDefault("SAMPLE_LABEL", ""),
        millis(environment, "SAMPLE_START_DELAY_MS"),
        number(environment, "SAMPLE_FAIL_START", 0, 0, 10_000),
        stateDirectory(environment),
        millis(environment, "SAMPLE_EXIT_AFTER_MS"),
        number(environment, "SAMPLE_ERROR_PERCENT", 0, 0, 100),
        millis(environment, "SAMPLE_LATENCY_MS"));
  }

  private static int port(Map<String, String> environment) {
    if (environment.getOrDefault("PORT", "").isBlank()) {
      throw new IllegalArgumentException("PORT is not set; give the port to listen on, 1 to 65535");
    }
    return number(environment, "PORT", 0, 1, 65535);
  }

  private static Duration millis(Map<String, String> environment, String name) {
    return Duration.ofMillis(number(environment, name, 0, 0, LONGEST_MILLIS));
  }

  private static int number(
      Map<String, String> environment, String name, int otherwise, int min, int max) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        "%s is '%s'; give a whole number from %d to %d".formatted(name, text, min, max));
  }

  /// Apart for each engine of this computer: another one's versions have the same names.
  private static Path stateDirectory(Map<String, String> environment) {
    String given = environment.getOrDefault("SAMPLE_STATE_DIR", "");
    String engine = environment.getOrDefault("SLUICE_ENGINE", "none");
    return given.isBlank()
        ? Path.of(
                System.getProperty("java.io.tmpdir", "/tmp"),
                "sluice-sample-" + System.getProperty("user.name", "user"))
            .resolve(engine.replaceAll("[^A-Za-z0-9]", "_"))
        : Path.of(given);
  }
}
