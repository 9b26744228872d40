package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern IN_FXML = Pattern.compile("texts\\['([^']+)'\\]");

  /// Keys that are put together while running.
  private static final List<String> PUT_TOGETHER =
      List.of("state.", "kind.", "app.engine.", "settings.theme.", "delete.text.", "service.menu.");

  private final Set<String> english = new TreeSet<>(new Texts(Language.ENGLISH).map().keySet());
  private final Set<String> chinese = new TreeSet<>(new Texts(Language.CHINESE).map().keySet());

  private static String sources(String... roots) {
    return Arrays.stream(roots)
        .flatMap(root -> walk(Path.of(root)))
        .map(TextsTest::read)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<Path> walk(Path root) {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRefusal(String key) {
    return key.startsWith("problem.") || key.startsWith("violation.");
  }

  @Test
  @DisplayName("every text stands in every language")
  void sameKeys() {
    var translated = new TreeSet<>(chinese);
    translated.removeIf(TextsTest::isRefusal);
    var original = new TreeSet<>(english);
    original.removeIf(TextsTest::isRefusal);
    assertEquals(original, translated);
  }

  @Test
  @DisplayName("every text that a view names exists")
  void viewsHaveTexts() {
    var missing =
        IN_FXML
            .matcher(sources("fxml"))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertTrue(missing.size() > 50, "only " + missing.size() + " texts in views");
    missing.removeAll(english);
    assertEquals(Set.of(), missing);
  }

  @Test
  @DisplayName("no text is there for nothing")
  void noneUnused() {
    String all = sources("fxml", "src/main/java/dev/sluice/console");
    var unused = new TreeSet<>(english);
    unused.removeIf(key -> isRefusal(key) || PUT_TOGETHER.stream().anyMatch(key::startsWith));
    unused.removeIf(key -> isUsed(all, key) || isUsed(all, key.replaceAll("\\.(one|other)$", "")));
    assertEquals(Set.of(), unused);
  }

  private static boolean isUsed(String all, String key) {
    return all.contains("\"" + key + "\"") || all.contains("'" + key + "'");
  }

  @Test
  @DisplayName("R73 every refusal of a field has a Chinese sentence with the same arguments")
  void violations() throws ReflectiveOperationException {
    var texts = new Texts(Language.CHINESE);
    for (Method method : Violations.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == Violation.class) {
        var violation = (Violation) method.invoke(null, arguments(method));
        String text = texts.violation(violation);
        assertNotEquals(violation.message(), text, violation.code());
        assertTrue(!text.contains("{"), text);
      }
    }
  }

  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(
            type -> {
              if (type == int.class) {
                return (Object) 7;
              }
              if (type == long.class) {
                return 7L;
              }
              return type == List.class ? List.of("x") : "x";
            })
        .toArray();
  }

  @Test
  @DisplayName(
      "R73 a problem is told in the reader's language, or in English when it is unknown there")
  void problems() {
    var texts = new Texts(Language.CHINESE);
    assertEquals(
        "名为 shop 的服务已存在。", texts.problem(problem("serviceExists", Map.of("service", "shop"))));
    assertEquals("Detail.", texts.problem(problem("neverHeardOf", Map.of())));
    assertEquals(
        "Detail.", texts.problem(problem("serviceExists", Map.of())), "an argument is missing");
    texts.speak(Language.ENGLISH);
    assertEquals("Detail.", texts.problem(problem("serviceExists", Map.of("service", "shop"))));
  }

  private static Problem problem(String code, Map<String, String> arguments) {
    return new Problem(
        Problem.Kind.CONFLICT, code, "Detail.", "Action.", arguments, List.of(), Optional.empty());
  }

  @Test
  @DisplayName("a bound text follows the language")
  void follows() {
    var texts = new Texts(Language.ENGLISH);
    var bound = texts.binding("services.create.named", "shop");
    assertEquals("Create shop", bound.get());
    texts.speak(Language.CHINESE);
    assertEquals("创建 shop", bound.get());
  }

  @Test
  @DisplayName("one is counted as one")
  void counts() {
    var texts = new Texts(Language.ENGLISH);
    assertEquals("1 service", texts.count("services.count", 1));
    assertEquals("0 services", texts.count("services.count", 0));
  }
}
