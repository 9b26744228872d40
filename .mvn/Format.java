import static java.lang.System.err;
import static java.lang.System.out;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `Format.java check|apply DIRECTORY...`: names the Java files that are not formatted and exits 1,
/// or formats them. A file that cannot be parsed fails both ways.
class Format {
  private static final Formatter FORMATTER = new Formatter();

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    var unformatted = new ArrayList<Path>();
    var broken = new ArrayList<Path>();
    int checked = 0;
    for (String directory : List.of(args).subList(1, args.length)) {
      for (Path file : javaFiles(Path.of(directory))) {
        checked++;
        String source = Files.readString(file);
        try {
          String formatted = format(source);
          if (!formatted.equals(source)) {
            unformatted.add(file);
            if (apply) {
              Files.writeString(file, formatted);
            }
          }
        } catch (FormatterException e) {
          err.println(file + ": " + e.getMessage());
          broken.add(file);
        }
      }
    }
    out.printf(
        "%d files, %d %s%n", checked, unformatted.size(), apply ? "formatted" : "not formatted");
    unformatted.forEach(file -> out.println("  " + file));
    if (!apply && !unformatted.isEmpty()) {
      err.println("Format them with: mvn -Pformat process-sources");
    }
    if (!broken.isEmpty() || !apply && !unformatted.isEmpty()) {
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String format(String source) throws FormatterException {
    String used = RemoveUnusedImports.removeUnusedImports(source);
    return FORMATTER.formatSource(ImportOrderer.reorderImports(used, Style.GOOGLE));
  }
}
