package dev.sluice.domain.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationRulesTest {
  private static final ConfigurationRules RULES =
      new ConfigurationRules(
          ResourceTable.DEFAULT, ConfigurationRules.MOST_INSTANCES, Set.of("command"));
  private static final Configuration ALLOWED =
      Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("serve"));

  private static List<String> refused(Configuration configuration) {
    return RULES.check(configuration).stream()
        .map(violation -> violation.rule().orElse("") + " " + violation.field())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.25 | 512, 1024, 2048
          0.5  | 1024, 2048, 3072, 4096
          1    | 1024, 2048, 3072, 4096, 5120, 6144, 7168, 8192
          2    | 4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384
          """)
  @DisplayName("R14 exactly the memory of the table is offered with an amount of CPU")
  void pairs(BigDecimal cpu, String memory) {
    assertEquals(memory, offered(cpu));
  }

  @ParameterizedTest
  @CsvSource({"4, 8, 32", "8, 16, 32", "12, 24, 48", "16, 32, 64"})
  @DisplayName("R14 large amounts of CPU come with whole gibibytes from the least to the most")
  void ranges(BigDecimal cpu, int fromGiB, int toGiB) {
    String whole =
        IntStream.rangeClosed(fromGiB, toGiB)
            .mapToObj(gib -> Integer.toString(gib * 1024))
            .collect(Collectors.joining(", "));

    assertEquals(whole, offered(cpu));
  }

  /// What is allowed of all half gibibytes, and of one more and one less than each.
  private static String offered(BigDecimal cpu) {
    var allowed = new TreeSet<Integer>();
    for (int mib = 512; mib <= 66 * 1024; mib += 512) {
      for (int near : List.of(mib - 1, mib, mib + 1)) {
        if (refused(ALLOWED.withResources(new Resources(cpu, near))).isEmpty()) {
          allowed.add(near);
        }
      }
    }
    return allowed.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "0.1", "0.3", "3", "6", "24", "64"})
  @DisplayName("R14 an amount of CPU that is not in the table is refused by its own field")
  void noSuchCpu(BigDecimal cpu) {
    assertEquals(
        List.of("R14 resources.cpu"), refused(ALLOWED.withResources(new Resources(cpu, 1024))));
  }

  @Test
  @DisplayName("R15 the least and the greatest port and counts are allowed, the next are not")
  void bounds() {
    for (int port : List.of(1, 65_535)) {
      assertEquals(List.of(), refused(ALLOWED.withPort(port)));
    }
    for (int port : List.of(-1, 0, 65_536)) {
      assertEquals(List.of("R15 port"), refused(ALLOWED.withPort(port)));
    }
    assertEquals(List.of(), refused(scaled(0, 50)));
    assertEquals(List.of(), refused(scaled(50, 50)));
    assertEquals(List.of("R15 scaling.min"), refused(scaled(-1, 50)));
    assertEquals(List.of("R15 scaling.max"), refused(scaled(0, 51)));
    assertEquals(List.of("R15 scaling.min"), refused(scaled(2, 1)));
  }

  @Test
  @DisplayName("R15 the greatest number of instances is the engine's own")
  void configurable() {
    var small = new ConfigurationRules(ResourceTable.DEFAULT, 3, Set.of("command"));

    assertEquals(List.of(), small.check(scaled(1, 3)));
    assertEquals("scaling.max", small.check(scaled(1, 4)).getFirst().field());
  }

  private static Configuration scaled(int min, int max) {
    return ALLOWED.withScaling(new Scaling(min, max, List.of(), List.of()));
  }
}
