package dev.sluice.wire;

import static dev.sluice.wire.RequestsTest.bytes;
import static dev.sluice.wire.RequestsTest.fields;
import static dev.sluice.wire.RequestsTest.refusal;
import static dev.sluice.wire.RequestsTest.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.engine.api.NewVersion;
import dev.sluice.engine.api.NewVersion.Reference;
import dev.sluice.engine.api.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewVersionRequestTest {
  private static final Configuration PRESENT =
      Configuration.of(new Artifact.Command(Optional.of("/srv")))
          .withPort(9001)
          .withEnvironment(List.of(new EnvironmentVariable("KEY", Optional.empty(), true)));

  @Test
  @DisplayName("R18 a copy names what it is a copy of")
  void copy() {
    var read =
        Requests.newVersion(
            bytes("{'copyOf': {'snapshot': 'shop-001.2'}, 'remark': 'again'}"),
            NewVersionRequestTest::nobodyAsks);

    var source = new NewVersion.OfSnapshot(new SnapshotId("shop-001.2"));
    assertEquals(new NewVersion(new NewVersion.CopyOf(source), 0, "again"), read);
  }

  @Test
  @DisplayName("R18 a copy with overrides keeps what they do not name")
  void overrides() {
    var read =
        Requests.newVersion(
            bytes("{'copyOf': {'version': 'shop-001'}, 'overrides': {'port': 9002}}"),
            _ -> PRESENT);

    assertEquals(
        new NewVersion.Given(PRESENT.withPort(9002), Optional.of(version("shop-001"))),
        read.origin());
  }

  @Test
  @DisplayName("R8 without a start traffic it is 0")
  void startTraffic() {
    for (var given : List.of("{%s}", "{%s, 'startTraffic': 0}", "{%s, 'startTraffic': 100}")) {
      var read =
          Requests.newVersion(
              bytes(given.formatted("'copyOf': {'version': 'shop-001'}")),
              NewVersionRequestTest::nobodyAsks);

      assertEquals(given.contains("100") ? 100 : 0, read.startTraffic(), given);
    }
  }

  @Test
  @DisplayName("a whole configuration has no base")
  void given() {
    var read =
        Requests.newVersion(
            bytes("{'configuration': {'artifact': {'kind': 'jar', 'path': '/a.jar'}}}"),
            NewVersionRequestTest::nobodyAsks);

    var artifact = new Artifact.Jar(new Artifact.Path("/a.jar"));
    assertEquals(new NewVersion.Given(Configuration.of(artifact), Optional.empty()), read.origin());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                            | configuration notA
          {'configuration': {'artifact': {'kind': 'zip'}}}                              | configuration.artifact.kind notOneOf
          {'configuration': {'artifact': {}}}                                           | configuration.artifact.kind required
          {'configuration': {'artifact': {'kind': 'jar'}}}                              | configuration.artifact.upload artifactSource
          {'configuration': {'artifact': {'kind': 'image'}}}                            | configuration.artifact.reference required
          {'configuration': {'artifact': {'kind': 'command'}, 'scaling': {'conditions': [{'above': 1}]}}} | configuration.scaling.conditions[0].metric required
          {'configuration': {'artifact': {'kind': 'command'}, 'scaling': {'conditions': [{'metric': 'RAM', 'above': 1}]}}} | configuration.scaling.conditions[0].metric notOneOf
          {'copyOf': {'version': 'nonsense'}, 'overrides': {'port': 1}}                 | copyOf.version notA
          {'copyOf': {'snapshot': '../x'}, 'overrides': {}}                             | copyOf.snapshot notA
          {'copyOf': {}}                                                                | copyOf.version notA
          {'copyOf': {'version': 'shop-001', 'snapshot': 'shop-001.1'}}                 | copyOf.version notA
          {'overrides': {'port': 1}}                                                    | configuration notA
          {'copyOf': {'version': 'shop-001'}, 'startTraffic': '100'}                    | startTraffic notA
          """)
  @DisplayName("what cannot be read is refused without asking for a configuration")
  void malformed(String body, String field) {
    var problem =
        refusal(() -> Requests.newVersion(bytes(body), NewVersionRequestTest::nobodyAsks));

    assertEquals(Problem.Kind.MALFORMED, problem.kind());
    assertEquals(List.of(field), fields(problem));
  }

  private static Configuration nobodyAsks(Reference reference) {
    return fail("asked for " + reference);
  }
}
