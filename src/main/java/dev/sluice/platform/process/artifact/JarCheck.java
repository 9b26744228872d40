package dev.sluice.platform.process.artifact;

import dev.sluice.engine.port.Platform.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/// Whether `java -jar` can start a file, found out before instances fail one by one.
public final class JarCheck {
  private JarCheck() {}

  /// @throws BuildException when it cannot, with a plain sentence (R16)
  public static void check(Path file) throws BuildException {
    try (var jar = new JarFile(file.toFile())) {
      var manifest = jar.getManifest();
      if (manifest == null
          || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
        throw new BuildException(
            "The jar's manifest names no Main-Class; build it as an executable jar.");
      }
    } catch (IOException _) {
      throw new BuildException("The artifact is no jar, or a damaged one; build it again.");
    }
  }
}
