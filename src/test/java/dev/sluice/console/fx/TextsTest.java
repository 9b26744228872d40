package dev.sluice.console.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Failures;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.wire.ProblemJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Map<Type, Object> SAMPLES =
      Map.of(
          String.class,
          "x",
          int.class,
          7,
          long.class,
          7L,
          boolean.class,
          true,
          Instant.class,
          Instant.EPOCH,
          OperationId.class,
          new OperationId("op-000001"),
          SnapshotId.class,
          new SnapshotId("shop-001.1"),
          InstanceId.class,
          new InstanceId("shop-001-i1"));

  private static final Pattern IN_FXML = Pattern.compile("texts\\['([^']+)'\\]");

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

  /// English has the sentences of problems, violations and failures in the code.
  private static boolean isRefusal(String key) {
    return key.startsWith("problem.") || key.startsWith("violation.") || key.startsWith("failure.");
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
    unused.removeIf(key -> isRefusal(key) || isPutTogether(all, key));
    unused.removeIf(key -> isUsed(all, key) || isUsed(all, key.replaceAll("\\.(one|other)$", "")));
    assertEquals(Set.of(), unused);
  }

  /// Whether the code has a literal that the key begins with, such as `"state.version."`.
  private static boolean isPutTogether(String all, String key) {
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      if (all.contains("\"" + key.substring(0, dot + 1) + "\"")) {
        return true;
      }
    }
    return false;
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

  @Test
  @DisplayName(
      "R73 every refusal of the engine and of its API has a Chinese sentence, and an action")
  void everyRefusal() throws ReflectiveOperationException {
    var texts = new Texts(Language.CHINESE);
    var problems = new ArrayList<Problem>();
    for (String factory : List.of("dev.sluice.engine.core.Problems", "dev.sluice.rest.Refusals")) {
      for (Method method : Class.forName(factory).getDeclaredMethods()) {
        if (!Modifier.isPrivate(method.getModifiers())
            && method.getReturnType() == ProblemException.class) {
          problems.add(refusal(method));
        }
      }
    }
    assertTrue(problems.size() > 40, problems.size() + " problems");
    for (var problem : problems) {
      assertNotEquals(problem.detail(), texts.problem(problem), problem.toString());
      assertNotEquals(problem.action(), texts.action(problem), problem.toString());
      assertTrue(!problem.detail().contains("{"), problem.detail());
      assertTrue(!problem.action().contains("{"), problem.action());
    }
  }

  @Test
  @DisplayName("R73 every failure of an operation has a Chinese sentence with the same arguments")
  void failures() throws ReflectiveOperationException {
    var texts = new Texts(Language.CHINESE);
    for (Method method : Failures.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        var arguments = new ArrayList<Object>();
        for (Type type : method.getGenericParameterTypes()) {
          arguments.add(sample(type));
        }
        var failure = (Failure) method.invoke(null, arguments.toArray());
        String text = texts.failure(failure);
        assertNotEquals(failure.message(), text, failure.code());
        failure.arguments().forEach(value -> assertTrue(text.contains(value), text));
        var stored = new Failure(failure.code(), failure.message());
        boolean hasArguments = !failure.arguments().isEmpty();
        assertEquals(hasArguments ? failure.message() : text, texts.failure(stored));
      }
    }
  }

  private static Problem refusal(Method method) throws ReflectiveOperationException {
    method.setAccessible(true);
    var arguments = new ArrayList<Object>();
    for (Type type : method.getGenericParameterTypes()) {
      // Names of things are in the codes.
      boolean isThing = method.getName().equals("notFound") && arguments.isEmpty();
      arguments.add(isThing ? "Version" : sample(type));
    }
    var made = (ProblemException) method.invoke(null, arguments.toArray());
    return made.problem();
  }

  /// Some value of `type`.
  private static Object sample(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType of) {
      var raw = (Class<?>) of.getRawType();
      var arguments = of.getActualTypeArguments();
      if (raw == Optional.class) {
        return Optional.empty();
      }
      return raw == SortedSet.class
          ? new TreeSet<>(List.of(sample(arguments[0])))
          : List.of(sample(arguments[0]));
    }
    var known = SAMPLES.get(type);
    if (known != null) {
      return known;
    }
    var plain = (Class<?>) type;
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain == ProblemException.class) {
      return new ProblemException(ProblemJson.read(400, ""));
    }
    var values = new ArrayList<Object>();
    var types = new ArrayList<Class<?>>();
    for (var component : plain.getRecordComponents()) {
      types.add(component.getType());
      values.add(sample(component.getGenericType()));
    }
    var constructor = plain.getDeclaredConstructor(types.toArray(Class<?>[]::new));
    return constructor.newInstance(values.toArray());
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
