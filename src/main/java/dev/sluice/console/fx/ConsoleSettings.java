package dev.sluice.console.fx;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the console remembers from one start to the next: looks, language, window, columns, engine.
///
/// Kept in one small file, written anew after each change. A file that cannot be read or written
/// costs the memory, never the work: it is logged and the defaults hold.
public final class ConsoleSettings {
  private static final System.Logger LOG = System.getLogger(ConsoleSettings.class.getName());
  private static final WindowSize FIRST_SIZE = new WindowSize(1280, 800, false);

  private final Path file;
  private final Properties values = new Properties();

  private ConsoleSettings(Path file) {
    this.file = file;
  }

  /// Reads what `file` holds; it need not exist.
  public static ConsoleSettings open(Path file) {
    var settings = new ConsoleSettings(file);
    try (var reader = Files.newBufferedReader(file)) {
      settings.values.load(reader);
    } catch (NoSuchFileException _) {
      LOG.log(Level.DEBUG, "no settings yet in {0}", file);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "settings in " + file + " cannot be read; going on without", e);
    }
    return settings;
  }

  /// Where the platform keeps such files.
  ///
  /// @param system value of `os.name`
  /// @param home the user's folder
  public static Path usualFile(String system, Path home, Map<String, String> environment) {
    String os = system.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return folder(environment.get("APPDATA"), home.resolve("AppData/Roaming"), "Sluice");
    }
    if (os.contains("mac")) {
      return folder(null, home.resolve("Library/Application Support"), "Sluice");
    }
    return folder(environment.get("XDG_CONFIG_HOME"), home.resolve(".config"), "sluice");
  }

  private static Path folder(@Nullable String set, Path usual, String own) {
    var parent = set == null || set.isBlank() ? usual : Path.of(set);
    return parent.resolve(own).resolve("console.properties");
  }

  public Theme theme() {
    return find("theme", Theme::valueOf).orElse(Theme.SYSTEM);
  }

  public void theme(Theme theme) {
    put("theme", theme.name());
  }

  /// The one chosen, else that of the system.
  public Language language() {
    return find("language", Language::valueOf).orElseGet(() -> Language.of(Locale.getDefault()));
  }

  public void language(Language language) {
    put("language", language.name());
  }

  public WindowSize window() {
    return find("window", WindowSize::parse).orElse(FIRST_SIZE);
  }

  public void window(WindowSize size) {
    put("window", size.toString());
  }

  /// How the table with that id was arranged last.
  public Optional<TableLayout> table(String id) {
    return find("table." + id, TableLayout::parse);
  }

  public void table(String id, TableLayout layout) {
    put("table." + id, layout.toString());
  }

  /// What the list with that id was filtered by; empty for nothing.
  public String filter(String id) {
    return find("filter." + id, text -> text).orElse("");
  }

  public void filter(String id, String text) {
    put("filter." + id, text);
  }

  /// Whether the operating system tells of operations that end while the window is not in front.
  public boolean notices() {
    return find("notices", Boolean::parseBoolean).orElse(true);
  }

  public void notices(boolean wanted) {
    put("notices", Boolean.toString(wanted));
  }

  /// The file all of this is in.
  public Path file() {
    return file;
  }

  /// How the engine chosen last is found again.
  public Optional<String> lastEngine() {
    return find("engine", text -> text);
  }

  public void lastEngine(String engine) {
    put("engine", engine);
  }

  /// A text that another part of the console keeps here; an empty one counts as none.
  public Optional<String> find(String key) {
    return find(key, text -> text);
  }

  public void keep(String key, String text) {
    put(key, text);
  }

  private <T> Optional<T> find(String key, Function<String, T> read) {
    String text = values.getProperty(key, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.apply(text));
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "setting {0}={1} is not understood; the default holds", key, text);
      return Optional.empty();
    }
  }

  private void put(String key, String value) {
    if (value.equals(values.setProperty(key, value))) {
      return;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var written = file.resolveSibling(file.getFileName() + ".new");
      try (var writer = Files.newBufferedWriter(written)) {
        values.store(writer, null);
      }
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "settings cannot be kept in " + file, e);
    }
  }

  /// The window as it was left.
  public record WindowSize(int width, int height, boolean maximised) {
    private static WindowSize parse(String text) {
      String[] parts = text.split("x", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not a size: " + text);
      }
      return new WindowSize(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Boolean.parseBoolean(parts[2]));
    }

    @Override
    public String toString() {
      return width + "x" + height + "x" + maximised;
    }
  }
}
