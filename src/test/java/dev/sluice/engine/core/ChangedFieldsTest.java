package dev.sluice.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.EnvironmentVariable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChangedFieldsTest {
  private static final Configuration PLAIN =
      Configuration.of(new Artifact.Command(Optional.empty())).withCommand(List.of("serve"));

  @Test
  @DisplayName("R68 a redeploy's record has a line for each field that differs, secrets masked")
  void lines() {
    var from =
        PLAIN.withEnvironment(
            List.of(
                EnvironmentVariable.plain("OLD", "1"),
                EnvironmentVariable.secret("TOKEN", "hush")));
    var to =
        PLAIN
            .withEnvironment(
                List.of(
                    EnvironmentVariable.plain("NEW", "two\nlines"),
                    EnvironmentVariable.secret("TOKEN", "louder")))
            .withRemark("x".repeat(300));

    var changes = ChangedFields.between(from, to);

    var before = changes.before().orElseThrow().lines().toList();
    var after = changes.after().orElseThrow().lines().toList();
    assertEquals(4, before.size(), before.toString());
    assertEquals(4, after.size(), after.toString());
    assertEquals("environment.NEW: –", before.get(after.indexOf("environment.NEW: two⏎lines")));
    assertEquals("environment.OLD: –", after.get(before.indexOf("environment.OLD: 1")));
    assertEquals("environment.TOKEN: ***", after.get(before.indexOf("environment.TOKEN: ***")));
    assertFalse((changes.before().get() + changes.after().get()).contains("hush"));
    assertFalse(changes.after().get().contains("louder"));
    assertEquals(
        201 + "remark: ".length(),
        after.stream()
            .filter(line -> line.startsWith("remark"))
            .findFirst()
            .orElseThrow()
            .length());
  }

  @Test
  @DisplayName("R43 a restart changes nothing, and its record says nothing of fields")
  void nothing() {
    assertEquals(ChangedFields.NONE, ChangedFields.between(PLAIN, PLAIN));
  }
}
