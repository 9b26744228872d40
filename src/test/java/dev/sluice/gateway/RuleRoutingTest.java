package dev.sluice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.RouteRule;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficPolicy.ByRules;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RuleRoutingTest {
  private static final String HOST = GatewayFixture.HOST;
  private static final List<String> PIECES =
      List.of("beta", "b", "%62eta", "+", "%2B", "%20", "%zz", "%", "%ff", "%E4%B8%AD", "7", "*");
  private static final List<String> GLOBS =
      List.of("beta", "b*", "?eta", "[a-c]eta", "*7", "* *", "中*", "[*]", "*");

  private GatewayFixture gateway;
  private final List<TestOrigin> origins = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    gateway = new GatewayFixture();
    for (int i = 1; i <= 3; i++) {
      origins.add(TestOrigin.answering("shop-00" + i));
    }
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    for (var origin : origins) {
      origin.close();
    }
  }

  private void apply(TrafficPolicy policy) throws Exception {
    gateway.apply(
        policy,
        gateway.route(1, GatewayFixture.origin("shop-001-a", origins.get(0))),
        gateway.route(2, GatewayFixture.origin("shop-002-a", origins.get(1))),
        gateway.route(3, GatewayFixture.origin("shop-003-a", origins.get(2))));
  }

  private static ByRules rules(TrafficPolicy.Key by, RouteRule... rules) {
    return new ByRules(by, List.of(rules), GatewayFixture.version(1));
  }

  private static RouteRule rule(int priority, String key, String value, int version) {
    return new RouteRule(priority, key, value, GatewayFixture.version(version));
  }

  @Test
  @DisplayName(
      "R26 R27 R28 the first rule that a request's parameters fit decides, else the default version")
  void byParameter() throws Exception {
    apply(
        rules(
            TrafficPolicy.Key.URL_PARAMETER,
            rule(20, "user", "beta*", 2),
            rule(10, "user", "beta-9", 3),
            rule(30, "plan", "pro", 1)));

    try (var client = gateway.client()) {
      assertEquals("shop-002", client.get("/?user=beta-1", HOST).body());
      assertEquals("shop-003", client.get("/a?x=1&user=b%65ta-9", HOST).body());
      assertEquals("shop-002", client.get("/?plan=pro&user=beta", HOST).body());
      assertEquals("shop-001", client.get("/?user=alpha", HOST).body());
      assertEquals("shop-001", client.get("/", HOST).body());
    }
  }

  @Test
  @DisplayName("R32 rules look at a header, whatever its name's case, and at each of its lines")
  void byHeader() throws Exception {
    apply(rules(TrafficPolicy.Key.HEADER, rule(1, "X-Group", "canary", 2)));

    try (var client = gateway.client()) {
      assertEquals("shop-002", withHeaders(client, "x-group: canary"));
      assertEquals("shop-002", withHeaders(client, "X-GROUP: other", "X-Group:   canary  "));
      assertEquals("shop-001", withHeaders(client, "X-Group: Canary"));
      assertEquals("shop-001", withHeaders(client, "X-Groups: canary"));
      assertEquals("shop-001", client.get("/?X-Group=canary", HOST).body());
    }
  }

  private static String withHeaders(RawClient client, String... lines) throws Exception {
    client.send(
        "GET / HTTP/1.1\r\nHost: " + HOST + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    return client.read().body();
  }

  @Test
  @DisplayName("R31 another mode replaces the rules at once, also on an open connection")
  void replaced() throws Exception {
    apply(rules(TrafficPolicy.Key.URL_PARAMETER, rule(1, "user", "beta", 2)));
    try (var client = gateway.client()) {
      assertEquals("shop-002", client.get("/?user=beta", HOST).body());

      apply(GatewayFixture.percent(0, 0, 100));

      assertEquals("shop-003", client.get("/?user=beta", HOST).body());
    }
  }

  @Test
  @DisplayName("R24 R28 a version that rules send nothing to is still reached by its own name")
  void versionHost() throws Exception {
    apply(rules(TrafficPolicy.Key.URL_PARAMETER, rule(1, "user", "beta", 2)));
    try (var client = gateway.client()) {
      assertEquals("shop-003", client.get("/?user=beta", "shop-003.shop.localhost").body());
    }
  }

  /// As the test sent it.
  private record Sent(String target, List<String> groups) implements RoutedRequest {
    @Override
    public List<String> headers(String name) {
      return name.equalsIgnoreCase("group") ? groups : List.of();
    }

    String text() {
      String lines =
          groups.stream().map(value -> "Group: " + value + "\r\n").collect(Collectors.joining());
      return "GET " + target + " HTTP/1.1\r\nHost: " + HOST + "\r\n" + lines + "\r\n";
    }
  }

  @Test
  @DisplayName("R30 what is predicted for 2,000 random requests is where the gateway sends them")
  void predicted() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    int byRule = 0;
    try (var client = gateway.client()) {
      for (int round = 0; round < 40; round++) {
        var policy = randomRules(random);
        apply(policy);
        for (int i = 0; i < 50; i++) {
          var sent = new Sent("/p?" + randomQuery(random), groups(random));
          var predicted = Prediction.of(policy, sent);

          client.send(sent.text());

          assertEquals(
              predicted.version().orElseThrow().toString(),
              client.read().body(),
              () -> "seed " + seed + ": " + sent + " by " + policy);
          byRule += predicted.rule().isPresent() ? 1 : 0;
        }
      }
    }
    assertTrue(byRule > 200 && byRule < 1_900, "one-sided: " + byRule + " by rule");
  }

  private static ByRules randomRules(SplittableRandom random) {
    var by = random.nextBoolean() ? TrafficPolicy.Key.URL_PARAMETER : TrafficPolicy.Key.HEADER;
    var rules =
        IntStream.range(0, random.nextInt(1, 4))
            .mapToObj(i -> rule(i, "group", any(GLOBS, random), random.nextInt(1, 4)))
            .toList();
    return new ByRules(by, rules, GatewayFixture.version(random.nextInt(1, 4)));
  }

  private static String randomQuery(SplittableRandom random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(_ -> any(List.of("group", "g%72oup", "other"), random) + "=" + value(random))
        .collect(Collectors.joining("&"));
  }

  private static List<String> groups(SplittableRandom random) {
    return IntStream.range(0, random.nextInt(3)).mapToObj(_ -> value(random)).toList();
  }

  private static String value(SplittableRandom random) {
    return IntStream.range(0, random.nextInt(1, 4))
        .mapToObj(_ -> any(PIECES, random))
        .collect(Collectors.joining());
  }

  private static String any(List<String> list, SplittableRandom random) {
    return list.get(random.nextInt(list.size()));
  }
}
