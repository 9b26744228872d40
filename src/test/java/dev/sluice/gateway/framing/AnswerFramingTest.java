package dev.sluice.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.gateway.GatewayFixture;
import dev.sluice.gateway.framing.Conversation.End;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a gateway makes of the answers of a bad origin.
class AnswerFramingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static RecordingOrigin origin;
  private static GatewayFixture gateway;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    origin = new RecordingOrigin();
    gateway = new GatewayFixture();
    port = gateway.serve(origin.endpoint()).port();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    origin.close();
  }

  static List<FramingCase> answers() {
    return FramingCase.answers();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  @DisplayName("a user agent gets a whole answer, the gateway's own, or notices that it is cut")
  void decides(FramingCase what) throws IOException {
    var answered = AnswerCase.of(what);
    origin.forget();
    answered.prepare(origin);
    var conversation = Conversation.with(port, answered.request(), LIMIT);
    assertEquals(what.statuses(), conversation.statuses(), conversation::raw);
    assertEquals(answered.end(), conversation.end(), conversation::raw);
    assertEquals(
        List.of(),
        what.failedChecks(conversation.raw()),
        () -> CaseText.encode(conversation.raw()));
    var last = conversation.answers().getLast();
    assertEquals(last.status() == 502, last.says("X-Sluice-Reason: "), last.raw());
    if (answered.end() == End.CLOSED) {
      assertEquals(!last.says("Connection: close"), conversation.probed(), "the next answer");
    } else {
      assertFalse(conversation.probed());
    }
    long asked = origin.requests().stream().filter(request -> request.endsWith(" /case")).count();
    assertTrue(what.request().equals("GET") || asked == 1, "asked " + asked + " times");
  }
}
