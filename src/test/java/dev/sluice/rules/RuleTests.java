package dev.sluice.rules;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The tests that name a rule by its number, as JUnit itself finds them: inherited ones count for
/// each class that inherits them.
final class RuleTests {
  private static final Pattern NUMBER = Pattern.compile("\\bR(\\d{1,3})\\b");

  /// What the tests' own engine keeps says nothing about the program.
  private static final String FAKE = "Fake";

  private RuleTests() {}

  /// Tests by the number of the rule that they, or a class around them, name.
  static SortedMap<Integer, SortedSet<String>> find() {
    var plan = discover();
    var found = new TreeMap<Integer, SortedSet<String>>();
    for (var root : plan.getRoots()) {
      for (var each : plan.getDescendants(root)) {
        if (each.getSource().orElse(null) instanceof MethodSource) {
          collect(plan, each, found);
        }
      }
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /// The numbers in the name of a test, such as `R19, R20 shares are …`.
  static Set<Integer> numbers(String name) {
    var numbers = new TreeSet<Integer>();
    var matcher = NUMBER.matcher(name);
    while (matcher.find()) {
      numbers.add(Integer.parseInt(matcher.group(1)));
    }
    return numbers;
  }

  private static TestPlan discover() {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(classes())))
            .build();
    try (var session = LauncherFactory.openSession()) {
      return session.getLauncher().discover(request);
    }
  }

  private static Path classes() {
    try {
      URI place = RuleTests.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static void collect(
      TestPlan plan, TestIdentifier test, SortedMap<Integer, SortedSet<String>> found) {
    var around = new ArrayList<TestIdentifier>();
    for (var at = plan.getParent(test); at.isPresent(); at = plan.getParent(at.get())) {
      if (at.get().getSource().orElse(null) instanceof ClassSource) {
        around.addFirst(at.get());
      }
    }
    if (className(around).startsWith(FAKE)) {
      return;
    }
    var numbers = new TreeSet<>(numbers(test.getDisplayName()));
    around.forEach(outer -> numbers.addAll(numbers(outer.getDisplayName())));
    String line = className(around) + " › " + test.getDisplayName() + tags(test);
    numbers.forEach(number -> found.computeIfAbsent(number, _ -> new TreeSet<>()).add(line));
  }

  private static String className(List<TestIdentifier> around) {
    var names = new ArrayList<String>();
    for (var outer : around) {
      if (outer.getSource().orElse(null) instanceof ClassSource source) {
        String name = source.getClassName();
        names.add(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1));
      }
    }
    return String.join(" › ", names);
  }

  /// Tests with a tag do not run in every build, so the reader is told.
  private static String tags(TestIdentifier test) {
    var names = test.getTags().stream().map(TestTag::getName).sorted().toList();
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }
}
