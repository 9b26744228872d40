package dev.sluice.domain.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.InvalidValueException;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionTest {
  private static final VersionName ONE = version(1);
  private static final VersionName TWO = version(2);
  private static final VersionName THREE = version(3);

  private static VersionName version(int number) {
    return new VersionName(new ServiceName("shop"), number);
  }

  private record Request(String target, Map<String, List<String>> all) implements RoutedRequest {
    @Override
    public List<String> headers(String name) {
      var byName = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
      byName.putAll(all);
      return byName.getOrDefault(name, List.of());
    }
  }

  private static Prediction predict(TrafficPolicy policy, String target) {
    return Prediction.of(policy, new Request(target, Map.of()));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "/?user=beta-1,               2",
    "/a/b?x=1&user=beta,          2",
    "/?user=alpha,                1",
    "/?user=alpha&user=beta-9,    2",
    "/?USER=beta,                 1",
    "/?user=Beta,                 1",
    "/?user=b%65ta,               2",
    "/?%75ser=beta,               2",
    "/?user=beta+7,               2",
    "/?user=beta%,                1",
    "/?user=beta%zz,              1",
    "/?user=beta%ff,              1",
    "/?user=beta%FF&user=beta,    2",
    "/?user,                      1",
    "/?user=,                     1",
    "/,                           1",
    "/?,                          1",
    "/user=beta,                  1",
    "/?a=user=beta,               1",
    "/?user=beta#user=x,          2",
    "/#?user=beta,                1"
  })
  @DisplayName(
      "R26 R28 R29 a decoded parameter with a value that fits decides, in any place of the query;"
          + " what cannot be decoded fits nothing; the rest goes to the default")
  void byParameter(String target, int expected) {
    var policy =
        new ByRules(
            TrafficPolicy.Key.URL_PARAMETER, List.of(new RouteRule(10, "user", "beta*", TWO)), ONE);
    assertEquals(Optional.of(version(expected)), predict(policy, target).version());
  }

  @Test
  @DisplayName("R27 the rule with the smallest priority that fits wins, whatever their order")
  void priorities() {
    var policy =
        new ByRules(
            TrafficPolicy.Key.URL_PARAMETER,
            List.of(new RouteRule(20, "user", "*", TWO), new RouteRule(10, "user", "b*", THREE)),
            ONE);
    assertEquals(
        new Prediction(
            Optional.of(THREE), OptionalInt.of(10), "Rule 10: a value of user matches b*."),
        predict(policy, "/?user=beta"));
    assertEquals(OptionalInt.of(20), predict(policy, "/?user=alpha").rule());
    assertEquals(OptionalInt.empty(), predict(policy, "/").rule());
  }

  @Test
  @DisplayName("R27 equal priorities are refused")
  void samePriority() {
    var rules = List.of(new RouteRule(1, "a", "*", ONE), new RouteRule(1, "b", "*", TWO));
    var refused =
        assertThrows(
            InvalidValueException.class,
            () -> new ByRules(TrafficPolicy.Key.URL_PARAMETER, rules, ONE));
    assertEquals(Optional.of("R27"), refused.violations().getFirst().rule());
  }

  @Test
  @DisplayName("R28 the default version may be named by rules too, and counts among the versions")
  void fallbackMayHaveRules() {
    var policy =
        new ByRules(
            TrafficPolicy.Key.URL_PARAMETER,
            List.of(new RouteRule(1, "a", "*", ONE), new RouteRule(2, "b", "*", TWO)),
            ONE);
    assertEquals(OptionalInt.of(1), predict(policy, "/?a=1").rule());
    assertEquals(List.of(ONE, TWO), List.copyOf(policy.versions()));
  }

  @Test
  @DisplayName(
      "R32 a header's name in any case and any of its values decide; URL parameters do not")
  void byHeader() {
    var policy =
        new ByRules(
            TrafficPolicy.Key.HEADER, List.of(new RouteRule(1, "X-Group", "beta", TWO)), ONE);
    var twice = new Request("/", Map.of("x-group", List.of("alpha", "beta")));
    assertEquals(Optional.of(TWO), Prediction.of(policy, twice).version());
    var other = new Request("/?X-Group=beta", Map.of("X-Group", List.of("Beta")));
    assertEquals(Optional.of(ONE), Prediction.of(policy, other).version());
  }

  @Test
  @DisplayName("R32 what cannot be a header's name is refused")
  void badHeader() {
    var rules = List.of(new RouteRule(1, "X Group", "beta", TWO));
    assertThrows(
        InvalidValueException.class, () -> new ByRules(TrafficPolicy.Key.HEADER, rules, ONE));
  }

  @Test
  @DisplayName("R30 by percentage only a version with all of the traffic can be predicted")
  void byShare() {
    var split =
        new TrafficPolicy.ByPercent(
            new TreeMap<>(Map.of(ONE, new Percent(80), TWO, new Percent(20))));
    var prediction = predict(split, "/");
    assertEquals(Optional.empty(), prediction.version());
    assertTrue(prediction.reason().contains("shop-001 80 %"), prediction.reason());
    assertEquals(Optional.of(TWO), predict(TrafficPolicy.ByPercent.allTo(TWO), "/").version());
    assertEquals(Optional.empty(), predict(TrafficPolicy.ByPercent.OFF, "/").version());
  }

  @Test
  @DisplayName("R30 of a sticky split the version is predicted that a cookie keeps the request at")
  void sticky() {
    var split =
        new TrafficPolicy.ByPercent(
            new TreeMap<>(Map.of(ONE, new Percent(80), TWO, new Percent(20))), true);
    var kept = new Request("/", Map.of("cookie", List.of("a=1; sluice_version=shop-002")));
    assertEquals(Optional.of(TWO), Prediction.of(split, kept).version());
    var forged = new Request("/", Map.of("cookie", List.of("sluice_version=shop-003")));
    assertEquals(Optional.empty(), Prediction.of(split, forged).version());
    assertEquals(Optional.empty(), Prediction.of(split.withSticky(false), kept).version());
  }

  @Test
  @DisplayName("R26 rules have limits: their number, priorities and the length of keys")
  void limits() {
    assertThrows(InvalidValueException.class, () -> new RouteRule(-1, "a", "*", ONE));
    assertThrows(InvalidValueException.class, () -> new RouteRule(1_000_001, "a", "*", ONE));
    assertThrows(InvalidValueException.class, () -> new RouteRule(1, "", "*", ONE));
    assertThrows(InvalidValueException.class, () -> new RouteRule(1, "k".repeat(201), "*", ONE));
    var many = IntStream.range(0, 201).mapToObj(i -> new RouteRule(i, "a", "*", ONE)).toList();
    assertThrows(
        InvalidValueException.class, () -> new ByRules(TrafficPolicy.Key.URL_PARAMETER, many, ONE));
  }
}
