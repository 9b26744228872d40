package dev.sluice.console.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Scaling;
import dev.sluice.domain.service.Violation;
import dev.sluice.engine.api.FakeDeploymentEngine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConfigurationFormTest {
  private static final ConfigurationRules RULES = new FakeDeploymentEngine().info().rules();
  private static final Scaling.Window OFFICE =
      new Scaling.Window(Set.of("TUE", "MON"), "08:00", "18:00", "Europe/Berlin", 4);
  private static final Configuration BASE =
      Configuration.of(new Artifact.Command(Optional.empty()))
          .withCommand(List.of("node", "server.js", ""))
          .withScaling(
              new Scaling(
                  1,
                  5,
                  List.of(
                      new Scaling.Condition(Scaling.Metric.MEMORY, 70),
                      new Scaling.Condition(Scaling.Metric.CPU, 60)),
                  List.of(OFFICE)))
          .withEnvironment(
              List.of(
                  EnvironmentVariable.plain("LEVEL", "info"),
                  EnvironmentVariable.plain("MODE", "a"),
                  new EnvironmentVariable("KEY", Optional.empty(), true)));

  private static Configuration read(ConfigurationForm form) {
    return form.read().configuration();
  }

  private static Variable variable(ConfigurationForm form, String name) {
    return form.variables().stream().filter(v -> v.name().get().equals(name)).findFirst().get();
  }

  @Test
  @DisplayName("a form that nobody touches reads as the configuration it shows")
  void untouched() {
    assertEquals(BASE, read(new ConfigurationForm(BASE)));
  }

  @Test
  @DisplayName(
      "R65 R66 thresholds and timed windows are typed, and a line that is no window is named")
  void scaling() {
    var form = new ConfigurationForm(BASE);
    assertEquals("MON,TUE 08:00-18:00 Europe/Berlin 4", form.text("scaling.windows").get());
    form.text(ScalingFields.above(Scaling.Metric.IN_FLIGHT)).set("20");
    form.text(ScalingFields.above(Scaling.Metric.CPU)).set("");
    form.text("scaling.windows").set("sat,sun 00:00-23:59 UTC 2\n");
    assertEquals(
        List.of(
            new Scaling.Condition(Scaling.Metric.MEMORY, 70),
            new Scaling.Condition(Scaling.Metric.IN_FLIGHT, 20)),
        read(form).scaling().conditions());
    assertEquals(
        List.of(new Scaling.Window(Set.of("SAT", "SUN"), "00:00", "23:59", "UTC", 2)),
        read(form).scaling().windows());
    form.text("scaling.windows").set("always 3");
    assertEquals(
        List.of("scaling.windows"),
        form.read().violations().stream().map(Violation::field).toList());
  }

  @Test
  @DisplayName("a violation of a condition stands beside its metric, wherever that is in the list")
  void fields() {
    var form = new ConfigurationForm(BASE);
    form.text(ScalingFields.above(Scaling.Metric.MEMORY)).set("400");
    var draft = new EditorDraft(form, BASE, RULES);
    assertEquals(
        List.of("scaling.conditions.MEMORY.above"),
        draft.violations().stream().map(v -> ScalingFields.field(v, read(form))).toList());
  }

  @Test
  @DisplayName("R46 edits put on a newer configuration keep what was typed and take all the rest")
  void rebase() {
    var form = new ConfigurationForm(BASE);
    form.text("port").set("not yet a number");
    variable(form, "LEVEL").value().set("debug");
    form.variables().remove(variable(form, "MODE"));
    form.variables().add(Variable.of(EnvironmentVariable.plain("NEW", "mine")));
    var theirs =
        BASE.withRemark("Theirs")
            .withEnvironment(
                List.of(
                    EnvironmentVariable.plain("LEVEL", "warn"),
                    EnvironmentVariable.plain("MODE", "a"),
                    EnvironmentVariable.plain("THEIRS", "1"),
                    new EnvironmentVariable("KEY", Optional.empty(), true)));
    var draft = new EditorDraft(form, BASE, RULES);
    assertEquals(
        List.of("environment.LEVEL"),
        draft.conflicts(theirs).stream().map(DiffEntry::path).toList());
    var rebased = form.onto(theirs);
    assertEquals("not yet a number", rebased.text("port").get());
    assertEquals("Theirs", read(rebased).remark());
    assertEquals(
        List.of("LEVEL=debug", "THEIRS=1", "KEY=", "NEW=mine"),
        read(rebased).environment().stream()
            .map(v -> v.name() + "=" + v.value().orElse(""))
            .toList());
    assertTrue(read(rebased).environment().get(2).secret());
  }

  @Test
  @DisplayName("what both sides changed to the same is no conflict")
  void sameChange() {
    var form = new ConfigurationForm(BASE);
    form.text("port").set("9090");
    var draft = new EditorDraft(form, BASE, RULES);
    assertEquals(List.of(), draft.conflicts(BASE.withPort(9090)));
  }
}
