package dev.sluice.gateway.framing;

import dev.sluice.gateway.framing.Conversation.End;
import java.util.List;
import java.util.stream.Collectors;

/// What a program made of a case.
///
/// @param text in short: the statuses of the answers, `waits`, `closed`, `cut`
/// @param passed how many requests the origin got whole, and answered
/// @param danger why two sides may see different messages; empty when they see the same
record Verdict(String text, int passed, String danger) {
  static final Verdict DIES = new Verdict("", 0, "dies");

  /// Of a request.
  static Verdict of(Conversation conversation, RecordingOrigin origin) {
    var requests =
        origin.requests().stream().filter(request -> !request.endsWith(" /probe")).toList();
    int answered = (int) conversation.answers().stream().filter(one -> one.status() == 200).count();
    String own = answered > requests.size() ? " (own)" : "";
    return new Verdict(
        text(conversation) + own, requests.size(), danger(requests, answered, origin));
  }

  private static String danger(List<String> requests, int answered, RecordingOrigin origin) {
    if (requests.size() > answered && requests.stream().anyMatch(one -> one.contains("smuggled"))) {
      return "smuggled";
    }
    boolean doubtful =
        origin.streams().stream().anyMatch(stream -> RequestReader.readings(stream).size() > 1);
    return doubtful ? "ambiguous" : "";
  }

  /// Of an origin's answer.
  static Verdict ofAnswer(Conversation conversation) {
    boolean smuggled =
        conversation.answers().size() > 1
            && conversation.answers().getLast().body().equals("smuggled");
    return new Verdict(text(conversation), 0, smuggled ? "smuggled" : "");
  }

  private static String text(Conversation conversation) {
    String statuses =
        conversation.answers().stream()
            .map(answer -> Integer.toString(answer.status()))
            .collect(Collectors.joining(" "));
    String end =
        switch (conversation.end()) {
          case CUT -> " cut";
          case SILENT -> " waits";
          case TUNNEL -> " tunnel";
          case CLOSED -> statuses.isEmpty() ? "closed" : "";
        };
    boolean answered = conversation.end() == End.SILENT && !statuses.isEmpty();
    return (statuses + (answered ? "" : end)).strip();
  }

  /// As a cell of the matrix.
  String cell() {
    return danger.isEmpty() ? text : (text + " **" + danger + "**").strip();
  }
}
