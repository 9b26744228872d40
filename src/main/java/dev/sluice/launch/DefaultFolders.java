package dev.sluice.launch;

import java.nio.file.Path;

/// Where the platform wants programs to keep their data and their users' settings.
final class DefaultFolders {
  private static final String NAME = "sluice";

  private DefaultFolders() {}

  static Path data() {
    String system = System.getProperty("os.name");
    if (system.startsWith("Mac")) {
      return home().resolve("Library/Application Support").resolve(NAME);
    }
    if (system.startsWith("Windows")) {
      return variable("LOCALAPPDATA", home().resolve("AppData/Local")).resolve(NAME);
    }
    return variable("XDG_DATA_HOME", home().resolve(".local/share")).resolve(NAME);
  }

  static Path settings() {
    String system = System.getProperty("os.name");
    if (system.startsWith("Mac")) {
      return home().resolve("Library/Preferences").resolve(NAME);
    }
    if (system.startsWith("Windows")) {
      return variable("APPDATA", home().resolve("AppData/Roaming")).resolve(NAME);
    }
    return variable("XDG_CONFIG_HOME", home().resolve(".config")).resolve(NAME);
  }

  private static Path variable(String name, Path fallback) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? fallback : Path.of(value);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }
}
