package dev.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The libraries the program is tested with, and therefore shipped with: `pom.xml` pins them, and
/// nobody shall pin one back below what is safe.
class MinimumVersionsTest {
  private static final Pattern JAR =
      Pattern.compile(
          "(?<name>[A-Za-z][A-Za-z0-9_.-]*?)-(?<version>[0-9][A-Za-z0-9.]*)(-.*)?\\.jar");

  /// By artifact, or the beginning that several share.
  private static final List<Least> LEAST =
      List.of(
          new Least("sqlite-jdbc", "3.51.3", "older ones can lose commits in WAL mode"),
          new Least("netty-", "4.2.13", "request smuggling and memory exhaustion in older ones"),
          new Least("jetty-", "12.0.12", "CVE-2024-6763 and CVE-2024-8184"),
          new Least("jackson-core", "3.1.0", "limits on long numbers could be got round"),
          new Least("commons-compress", "1.26.0", "CVE-2024-25710 and CVE-2024-26308"),
          new Least("commons-io", "2.14.0", "CVE-2024-47554"),
          new Least("commons-lang3", "3.18.0", "CVE-2025-48924"),
          new Least("javafx-", "26", "brings the headless platform"));

  private record Least(String artifact, String version, String why) {
    boolean isFor(String name) {
      return artifact.endsWith("-") ? name.startsWith(artifact) : name.equals(artifact);
    }
  }

  @Test
  @DisplayName("every library is at least in the version that is safe, and none is there twice")
  void safe() {
    var libraries = libraries();
    var wrong = new ArrayList<String>();
    libraries.forEach(
        (name, versions) -> {
          if (versions.size() > 1) {
            wrong.add(name + " is there as " + versions);
          }
          for (var least : LEAST) {
            for (String version : versions) {
              if (least.isFor(name) && isOlder(version, least.version())) {
                wrong.add("%s %s: %s".formatted(name, version, least.why()));
              }
            }
          }
        });
    assertEquals(List.of(), wrong);
    for (var least : LEAST) {
      assertTrue(libraries.keySet().stream().anyMatch(least::isFor), "not used: " + least);
    }
  }

  @Test
  @DisplayName("no library is a snapshot, or has terms that do not allow to use it")
  void released() {
    var libraries = libraries();
    libraries.forEach(
        (name, versions) ->
            assertTrue(
                versions.stream().noneMatch(version -> version.contains("SNAPSHOT")),
                name + " " + versions));
    for (String version : libraries.getOrDefault("jqwik", Set.of())) {
      assertTrue(isOlder(version, "1.10"), "jqwik " + version);
    }
  }

  @Test
  @DisplayName("versions are compared by their numbers")
  void comparison() {
    assertTrue(isOlder("3.50.3.0", "3.51.3"));
    assertTrue(isOlder("4.2.9.Final", "4.2.13"));
    assertFalse(isOlder("4.2.13.Final", "4.2.13"));
    assertFalse(isOlder("26.0.2", "26"));
    assertTrue(isOlder("1.9.3", "1.10"));
  }

  private static boolean isOlder(String version, String least) {
    return numbers(version).compareTo(numbers(least)) < 0;
  }

  private static Version numbers(String version) {
    return Version.parse(version.replaceFirst("\\.[A-Za-z].*", ""));
  }

  /// Versions by artifact, as the names of the jars on the class path say.
  private static Map<String, Set<String>> libraries() {
    var found = new TreeMap<String, Set<String>>();
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .map(JAR::matcher)
        .filter(jar -> jar.matches())
        .forEach(
            jar ->
                found
                    .computeIfAbsent(jar.group("name"), _ -> new TreeSet<>())
                    .add(jar.group("version")));
    return found;
  }
}
