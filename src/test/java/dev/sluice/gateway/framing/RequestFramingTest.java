package dev.sluice.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.gateway.GatewayFixture;
import dev.sluice.gateway.framing.Conversation.Answer;
import dev.sluice.gateway.framing.Conversation.End;
import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may pass and what must not: bytes in, answers out, and what the origin got meanwhile.
class RequestFramingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// How long the gateway waits for the rest of a request in the cases that send none.
  private static final Duration SHORT = Duration.ofMillis(300);

  private static RecordingOrigin origin;
  private static GatewayFixture gateway;
  private static GatewayFixture impatient;
  private static int port;
  private static int impatientPort;

  @BeforeAll
  static void start() throws Exception {
    origin = new RecordingOrigin();
    gateway = new GatewayFixture();
    port = gateway.serve(origin.endpoint()).port();
    impatient = new GatewayFixture(Limits.DEFAULT.withHeadTime(SHORT).withIdleTime(SHORT));
    impatientPort = impatient.serve(origin.endpoint()).port();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    impatient.close();
    origin.close();
  }

  static List<FramingCase> requests() {
    return FramingCase.requests();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  @DisplayName("a sound request is one request at the origin, and a doubtful one is none")
  void decides(FramingCase what) throws IOException {
    origin.forget();
    var conversation =
        Conversation.with(what.patient() ? impatientPort : port, what.bytes(), LIMIT);
    assertEquals(what.statuses(), conversation.statuses(), conversation::raw);
    assertEquals(End.CLOSED, conversation.end());
    checkPassed(what, conversation);
    checkRefused(conversation);
    checkOrigin(what);
  }

  /// Every request that passed was answered with its own target, and the connection is in step.
  private static void checkPassed(FramingCase what, Conversation conversation) {
    var passed = conversation.answers().stream().filter(answer -> answer.status() == 200).toList();
    var requests = origin.requests();
    assertEquals(what.passed() + (conversation.probed() ? 1 : 0), requests.size(), "" + requests);
    for (int i = 0; i < passed.size(); i++) {
      String request = requests.get(i);
      String target =
          request.startsWith("HEAD ") ? "" : request.substring(request.indexOf(' ') + 1);
      assertEquals(target, passed.get(i).body());
    }
    if (!passed.isEmpty() && passed.size() == conversation.answers().size()) {
      boolean closes = passed.getLast().says("Connection: close");
      assertEquals(!closes, conversation.probed(), conversation::raw);
    }
  }

  /// The gateway says why, and nothing follows.
  private static void checkRefused(Conversation conversation) {
    for (Answer answer : conversation.answers()) {
      if (answer.status() != 200) {
        assertTrue(answer.says("X-Sluice-Reason: "), answer.raw());
        assertTrue(answer.says("Content-Type: application/problem+json"), answer.raw());
        assertTrue(answer.says("Connection: close"), answer.raw());
        assertEquals(answer, conversation.answers().getLast());
        assertEquals(false, conversation.probed());
      }
    }
  }

  private static void checkOrigin(FramingCase what) {
    var got = new StringBuilder();
    for (byte[] stream : origin.streams()) {
      var readings = RequestReader.readings(stream);
      String text = new String(stream, StandardCharsets.ISO_8859_1);
      assertEquals(1, readings.size(), () -> readings + " of " + CaseText.encode(text));
      got.append(text.replaceFirst("(?s)GET /probe .*", ""));
    }
    String own = got.toString();
    assertEquals(List.of(), what.failedChecks(own), () -> CaseText.encode(own));
  }

  @Test
  @DisplayName("the tables hold 300 cases and more, each under a name of its own")
  void size() {
    var names = requests().stream().map(FramingCase::toString).distinct().toList();
    assertEquals(requests().size(), names.size());
    assertTrue(names.size() >= 300, "" + names.size());
  }
}
