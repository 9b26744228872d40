package dev.sluice.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
  private static final VersionName SHOP_1 = VersionName.parse("shop-001").orElseThrow();

  @Test
  @DisplayName("R13 a configuration with only an artifact has every default")
  void defaults() {
    var read = Requests.redeploy(bytes("{'configuration': {'artifact': {'kind': 'command'}}}"));

    assertEquals(Configuration.of(new Artifact.Command(Optional.empty())), read.configuration());
    assertEquals("", read.remark());
  }

  @Test
  @DisplayName("part of a group keeps the defaults of the rest of it")
  void partOfGroup() {
    var read =
        Requests.redeploy(
            bytes(
                "{'configuration': {'artifact': {'kind': 'command'}, 'roll': {'batch': 7}, "
                    + "'resources': {'cpu': 0.25}}}"));

    var plain = Configuration.of(new Artifact.Command(Optional.empty()));
    assertEquals(7, read.configuration().roll().batch());
    assertEquals(plain.roll().surge(), read.configuration().roll().surge());
    assertEquals("0.25", read.configuration().resources().cpu().toPlainString());
    assertEquals(plain.resources().memoryMiB(), read.configuration().resources().memoryMiB());
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'configuration': {'artifact': {'kind': 'command', 'shell': 'sh'}}}         | configuration.artifact.shell
          {'configuration': {'artifact': {'kind': 'command'}, 'prot': 80}}            | configuration.prot
          {'configuration': {'artifact': {'kind': 'command'}, 'roll': {'size': 1}}}   | configuration.roll.size
          {'configuration': {'artifact': {'kind': 'command'}, 'environment': [{'name': 'A', 'secrt': true}]}} | configuration.environment[0].secrt
          {'configuration': {'artifact': {'kind': 'command'}}, 'froce': true}         | froce
          """)
  @DisplayName("a field nobody knows is refused by its path")
  void unknownFields(String body, String path) {
    var problem = refusal(() -> Requests.redeploy(bytes(body)));

    assertEquals(Problem.Kind.MALFORMED, problem.kind());
    assertEquals(List.of(path + " unknownField"), fields(problem));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'port': '80'}                                   | port
          {'port': 80.5}                                   | port
          {'port': 99999999999999999999}                   | port
          {'command': 'node server.js'}                    | command
          {'command': ['node', 1]}                         | command[1]
          {'environment': {'A': 'b'}}                      | environment
          {'environment': [{'name': 'A', 'value': 1}]}     | environment[0].value
          {'environment': ['A=b']}                         | environment[0]
          {'resources': {'cpu': '1'}}                      | resources.cpu
          {'resources': {'cpu': 1e400}}                    | resources.cpu
          {'roll': {'surge': 'yes'}}                       | roll.surge
          {'roll': []}                                     | roll
          {'scaling': {'windows': [{'days': 'MON'}]}}      | scaling.windows[0].days
          {'health': {'path': 5}}                          | health.path
          {'remark': false}                                | remark
          """)
  @DisplayName("a value of the wrong kind is named by its path")
  void wrongKinds(String configuration, String path) {
    var whole =
        "{'configuration': {'artifact': {'kind': 'command'}, " + configuration.substring(1) + "}";

    var problem = refusal(() -> Requests.redeploy(bytes(whole)));

    assertEquals(Problem.Kind.MALFORMED, problem.kind());
    assertTrue(
        fields(problem).contains("configuration." + path + " notA"), () -> fields(problem) + "");
  }

  @Test
  @DisplayName(
      "half a character, which no disk and no process can be given, is refused by its path")
  void halfCharacters() {
    var body =
        bytes(
            "{'configuration': {'artifact': {'kind': 'command'}, 'command': ['a', '\\udc00\\ud800'], "
                + "'remark': '\\ud83d\\ude00'}, 'remark': 'a\\ud800b'}");

    var problem = refusal(() -> Requests.redeploy(body));

    assertEquals(Problem.Kind.MALFORMED, problem.kind());
    assertEquals(
        List.of("configuration.command[1] halfCharacter", "remark halfCharacter"), fields(problem));
  }

  @Test
  @DisplayName("a number of four hundred digits is refused like any other wrong value")
  void hugeNumber() {
    var body =
        "{'configuration': {'artifact': {'kind': 'command'}, 'resources': {'cpu': %s}}}"
            .formatted("9".repeat(400));

    var problem = refusal(() -> Requests.redeploy(bytes(body)));

    assertEquals(List.of("configuration.resources.cpu notA"), fields(problem));
  }

  @Test
  @DisplayName("one answer names everything that is wrong")
  void allAtOnce() {
    var problem =
        refusal(() -> Requests.redeploy(bytes("{'configuration': {'port': []}, 'x': 1}")));

    assertEquals(
        List.of("configuration.artifact required", "configuration.port notA", "x unknownField"),
        fields(problem).stream().sorted().toList());
  }

  @Test
  @DisplayName("a body that is not JSON is refused with line and column")
  void notJson() {
    var problem = refusal(() -> Requests.redeploy(bytes("{\n  'force': tru }")));

    assertEquals("malformedJson", problem.code());
    assertTrue(problem.detail().contains("line 2, column"), problem.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''
          []
          null
          1
          {} {}
          {'name': 'a', 'name': 'b'}
          {'name'
          """)
  @DisplayName("what is not one JSON object is malformed")
  void notAnObject(String body) {
    assertEquals(Problem.Kind.MALFORMED, refusal(() -> Requests.createService(bytes(body))).kind());
  }

  @Test
  @DisplayName("nesting without end is malformed")
  void deep() {
    var body = bytes("{'name': " + "[".repeat(100_000));

    assertEquals(Problem.Kind.MALFORMED, refusal(() -> Requests.createService(body)).kind());
  }

  @Test
  @DisplayName("R1 a name with a capital is not allowed, and the field is named")
  void serviceName() {
    var problem = refusal(() -> Requests.createService(bytes("{'name': 'Shop'}")));

    assertEquals(Problem.Kind.NOT_ALLOWED, problem.kind());
    assertEquals(List.of("name serviceName"), fields(problem));
    assertEquals(Optional.of("R1"), problem.rule());
  }

  @Test
  @DisplayName("R19 shares are read by version")
  void shares() {
    var read =
        Requests.traffic(bytes("{'mode': 'PERCENT', 'percent': {'shop-001': 100, 'shop-002': 0}}"));

    assertEquals(
        new TrafficPolicy.ByPercent(new TreeMap<>(Map.of(SHOP_1, Percent.ALL))), read.policy());
    assertEquals(
        TrafficPolicy.ByPercent.allTo(SHOP_1).withSticky(true),
        Requests.traffic(bytes("{'percent': {'shop-001': 100}, 'sticky': true}")).policy());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'percent': {'shop-001': 60}}                    | NOT_ALLOWED | percent percentSum
          {'percent': {'shop-001': 101}}                   | NOT_ALLOWED | percent.shop-001 percent
          {'percent': {'shop-001': -1}}                    | NOT_ALLOWED | percent.shop-001 percent
          {'percent': {'shop-001': 50.5}}                  | MALFORMED   | percent.shop-001 notA
          {'percent': {'shop-001': null}}                  | MALFORMED   | percent.shop-001 required
          {'percent': {'shop-001': 100, 'shop-002': null}} | MALFORMED   | percent.shop-002 required
          {'percent': {'Shop': 100}}                       | MALFORMED   | percent.Shop unknownVersion
          {'percent': [100]}                               | MALFORMED   | percent notA
          {'percent': null}                                | MALFORMED   | percent required
          {'mode': 'COOKIE'}                               | MALFORMED   | mode notOneOf
          """)
  @DisplayName("R19 shares that cannot be are refused")
  void wrongShares(String body, Problem.Kind kind, String field) {
    var problem = refusal(() -> Requests.traffic(bytes(body)));

    assertEquals(kind, problem.kind());
    assertEquals(List.of(field), fields(problem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'mode': 'PERCENT', 'percent': {'shop-001': 100}, 'rules': []}",
        "{'percent': {'shop-001': 100}, 'default': 'shop-001'}",
        "{'mode': 'URL_PARAMETER', 'rules': [], 'default': 'shop-001', 'percent': {'shop-001': 100}}",
        "{'mode': 'HEADER', 'rules': [], 'default': 'shop-001', 'percent': {}}",
      })
  @DisplayName(
      "R31 a policy that mixes shares and rules is refused, and the field that is too much is named")
  void mixed(String body) {
    var problem = refusal(() -> Requests.traffic(bytes(body)));

    assertEquals(Problem.Kind.MALFORMED, problem.kind());
    assertEquals(1, problem.fields().size(), problem.fields().toString());
  }

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static Problem refusal(Executable call) {
    return assertThrows(ProblemException.class, call).problem();
  }

  static List<String> fields(Problem problem) {
    return problem.fields().stream().map((Violation v) -> v.field() + " " + v.code()).toList();
  }

  static NewVersion.Reference version(String name) {
    return new NewVersion.OfVersion(VersionName.parse(name).orElseThrow());
  }
}
