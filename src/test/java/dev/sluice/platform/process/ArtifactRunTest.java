package dev.sluice.platform.process;

import static dev.sluice.platform.process.Workshop.VERSION;
import static dev.sluice.platform.process.Workshop.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.HealthCheck;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Platform.BuildException;
import dev.sluice.engine.port.Platform.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@DisplayName("Running an artifact")
class ArtifactRunTest {
  @TempDir Path directory;
  @TempDir Path elsewhere;
  private Workshop workshop;

  /// The service in the jar: it accepts connections on its port.
  static final class Service {
    private Service() {}

    public static void main(String[] arguments) throws Exception {
      int port = Integer.parseInt(System.getenv("PORT"));
      try (var server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
        IO.println("arguments " + String.join(",", arguments));
        while (true) {
          server.accept().close();
        }
      }
    }
  }

  @BeforeEach
  void open() {
    workshop = new Workshop(directory);
  }

  @AfterEach
  void close() throws Exception {
    workshop.close();
  }

  private Artifact.Path zip(String name, String entry, String content) throws IOException {
    var file = elsewhere.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return new Artifact.Path(file.toString());
  }

  private static Configuration of(Artifact artifact, String... command) {
    return Configuration.of(artifact).withCommand(List.of(command)).withHealth(Workshop.NO_PROBE);
  }

  @Test
  @DisplayName("an archive is taken in, unpacked, and its command runs inside it")
  void archive() throws Exception {
    var source = zip("app.zip", "app/main.sh", "echo hello $0; exec sleep 60");
    var given = of(new Artifact.Archive(source), "sh", "app/main.sh");
    assertEquals(Optional.empty(), workshop.platform.missing(given));

    var imported = workshop.platform.importArtifact(given);
    var archive = assertInstanceOf(Artifact.Archive.class, imported.artifact());
    assertInstanceOf(Artifact.Upload.class, archive.source());
    Files.delete(Path.of(source.path()));
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);

    var spec = spec("shop-001-a", imported);
    workshop.start(spec);
    assertEquals("app/main.sh", workshop.logged(spec, "hello"));
  }

  @Test
  @DisplayName("a jar runs on this Java with the command as its arguments, and is probed")
  void jar() throws Exception {
    var file = elsewhere.resolve("service.jar");
    writeJar(file, Service.class);
    var configuration =
        of(new Artifact.Jar(new Artifact.Path(file.toString())), "one", "${PORT}")
            .withHealth(new HealthCheck(HealthCheck.Kind.TCP, "/", 0, 1, 1, 1, 3));
    var imported = workshop.platform.importArtifact(configuration);
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    var spec = spec("shop-001-b", imported);

    int port = workshop.start(spec).endpoint().port();

    workshop.reports.await(spec.id(), Report.Ready.class);
    assertEquals("one," + port, workshop.logged(spec, "arguments"));
  }

  private static void writeJar(Path file, Class<?> main) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
    String name = main.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        var bytes = main.getClassLoader().getResourceAsStream(name)) {
      jar.putNextEntry(new JarEntry(name));
      if (bytes != null) {
        bytes.transferTo(jar);
      }
      jar.closeEntry();
    }
  }

  @Test
  @DisplayName("R16 what cannot be run fails its preparation in plain words")
  void unpreparable() throws Exception {
    var text = Files.writeString(elsewhere.resolve("a.zip"), "text").toString();
    assertTrue(refusal(new Artifact.Archive(new Artifact.Path(text))).contains("neither a zip"));
    assertTrue(refusal(new Artifact.Jar(new Artifact.Path(text))).contains("no jar"));
    var plain = zip("plain.jar", "some/file", "");
    assertTrue(refusal(new Artifact.Jar(plain)).contains("Main-Class"));
    var lost = new Artifact.Archive(new Artifact.Path("/no/such.zip"));
    assertThrows(IOException.class, () -> workshop.platform.importArtifact(of(lost, "x")));
  }

  private String refusal(Artifact artifact) throws Exception {
    var imported = workshop.platform.importArtifact(of(artifact, "x"));
    return assertThrows(
            BuildException.class,
            () -> workshop.platform.prepare(VERSION, Revision.FIRST, imported))
        .toString();
  }

  @Test
  @DisplayName("R57 bytes changed on the disk are missing, and are not deployed")
  void changed() throws Exception {
    var source = zip("app.zip", "main.sh", "exec sleep 60");
    var imported = workshop.platform.importArtifact(of(new Artifact.Archive(source), "sh"));
    try (var files = Files.walk(directory.resolve("artifacts"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "other bytes");
      }
    }

    assertTrue(workshop.platform.missing(imported).orElseThrow().contains("was changed"));
    assertThrows(
        BuildException.class, () -> workshop.platform.prepare(VERSION, Revision.FIRST, imported));
  }

  @Test
  @DisplayName("R60 a version that is gone leaves neither its files nor bytes nobody else uses")
  void forgets() throws Exception {
    var source = zip("app.zip", "main.sh", "echo up; exec sleep 60");
    var imported =
        workshop.platform.importArtifact(of(new Artifact.Archive(source), "sh", "./main.sh"));
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    var spec = spec("shop-001-c", imported);
    workshop.start(spec);
    workshop.platform.stop(spec, java.time.Duration.ZERO);

    workshop.platform.forget(VERSION, spec.id());
    assertEquals(List.of(), workshop.log(spec));
    workshop.platform.forget(VERSION, () -> Set.of(imported));
    assertEquals(Optional.empty(), workshop.platform.missing(imported), "somebody else uses it");

    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    workshop.platform.forget(VERSION, Set::of);
    assertTrue(workshop.platform.missing(imported).isPresent());
    assertFalse(Files.exists(directory.resolve("versions").resolve(VERSION.toString())));
  }

  @Test
  @DisplayName("R60 bytes that are imported while their last version is deleted can be deployed")
  void importedMeanwhile() throws Exception {
    var source = zip("app.zip", "main.sh", "exec sleep 60");
    var draft = of(new Artifact.Archive(source), "sh", "./main.sh");
    var imported = workshop.platform.importArtifact(draft);
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    var next = new VersionName(VERSION.service(), 2);

    // The engine has taken the bytes in, but not yet written down that a version is made of them.
    var again = workshop.platform.importArtifact(draft);
    workshop.platform.forget(VERSION, Set::of);
    workshop.platform.prepare(next, Revision.FIRST, again);
    var copied = workshop.platform.importArtifact(again);
    workshop.platform.forget(next, Set::of);

    workshop.platform.prepare(VERSION, Revision.FIRST, copied);
    assertEquals(Optional.empty(), workshop.platform.missing(copied));
  }

  @Test
  @DisplayName("R60 what a crash left of a version's deletion is deleted later, and nothing else")
  void tidies() throws Exception {
    var source = zip("app.zip", "main.sh", "echo up; exec sleep 60");
    var imported =
        workshop.platform.importArtifact(of(new Artifact.Archive(source), "sh", "./main.sh"));
    var gone = new VersionName(VERSION.service(), 7);
    var created = new VersionName(VERSION.service(), 8);
    workshop.platform.prepare(VERSION, Revision.FIRST, imported);
    workshop.platform.prepare(gone, Revision.FIRST, imported);

    workshop.platform.tidy(
        () -> {
          // One that is created meanwhile is not among those that were looked at.
          prepare(created, imported);
          return Set.of(VERSION);
        },
        () -> Set.of(imported));

    var versions = directory.resolve("versions");
    assertTrue(Files.exists(versions.resolve(VERSION.toString()).resolve("revisions")));
    assertFalse(Files.exists(versions.resolve(gone.toString())));
    assertTrue(Files.exists(versions.resolve(created.toString()).resolve("revisions")));
    assertEquals(Optional.empty(), workshop.platform.missing(imported));
  }

  private void prepare(VersionName version, Configuration configuration) {
    try {
      workshop.platform.prepare(version, Revision.FIRST, configuration);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
