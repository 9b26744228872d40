package dev.sluice.input;

import dev.sluice.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What every answer of the API has to be, whatever was asked.
final class ProperAnswer {
  private static final int LONGEST_SENTENCE = 600;

  private final RawHttp.Answer answer;

  ProperAnswer(RawHttp.Answer answer) {
    this.answer = answer;
  }

  /// What is wrong with it; empty when it is as it should be.
  List<String> faults() {
    var faults = new ArrayList<String>();
    if (answer.status() == RawHttp.DROPPED) {
      faults.add("the connection was dropped");
    }
    if (answer.status() >= 500) {
      faults.add("the engine's own failure");
    }
    if (answer.text().contains("canary")) {
      faults.add("tells a secret");
    }
    if (answer.status() >= 400) {
      refusal(faults);
    }
    return faults;
  }

  private void refusal(List<String> faults) {
    if (!answer.type().equals("application/problem+json")) {
      faults.add("no problem by its type");
    }
    var problem = tree();
    if (!problem.path("type").asString("").matches("urn:sluice:problem:[a-zA-Z]+")) {
      faults.add("no code");
    }
    if (problem.path("status").asInt(0) != answer.status()) {
      faults.add("another status inside");
    }
    for (String sentence : List.of("title", "detail", "action")) {
      sentence(sentence, problem.path(sentence), faults);
    }
    problem.path("fields").values().forEach(field -> field(field, faults));
    String code = problem.path("type").asString("");
    boolean isAboutFields = code.endsWith(":malformed") || code.endsWith(":invalid");
    if (isAboutFields && problem.path("fields").isEmpty()) {
      faults.add("no fields");
    }
  }

  private static void field(JsonNode field, List<String> faults) {
    sentence("field", field.path("field"), faults);
    sentence("message", field.path("message"), faults);
  }

  /// Short enough to be shown, and without characters that do something to a terminal.
  private static void sentence(String name, JsonNode node, List<String> faults) {
    String text = node.asString("");
    if (text.isBlank()) {
      faults.add("no " + name);
    }
    if (text.length() > LONGEST_SENTENCE) {
      faults.add(name + " of " + text.length() + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      faults.add(name + " with control characters");
    }
  }

  /// Whether a field is named that is `place`, in it, around it, or beside it, as of a pair of
  /// fields either may be named.
  boolean names(String place) {
    int end = Math.max(place.lastIndexOf('.'), place.lastIndexOf('['));
    String around = end < 0 ? "" : place.substring(0, end);
    for (var field : tree().path("fields").values()) {
      String named = field.path("field").asString("");
      if (named.startsWith(around) || place.startsWith(named)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode tree() {
    try {
      return Json.mapper().readTree(answer.body());
    } catch (JacksonException e) {
      return Json.mapper().createObjectNode();
    }
  }
}
