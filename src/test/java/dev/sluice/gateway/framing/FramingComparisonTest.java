package dev.sluice.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.gateway.GatewayFixture;
import dev.sluice.gateway.http.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our gateway and six others, each in front of a recording origin, given the same cases.
///
/// With `-Dsluice.framing.write=true` it writes `docs/framing.md` anew.
@Tag("gate")
class FramingComparisonTest {
  private static final String OWN = "Sluice";

  /// The others give up after 1 s; ours, which is told so, too.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir Path directory;

  @Test
  @DisplayName("our gateway is never laxer than the laxest safe one of six others")
  void compare() throws Exception {
    var missing = Neighbour.missing();
    assumeTrue(missing.isEmpty(), () -> "not installed: " + missing + "; see CONTRIBUTING.md");
    var columns = new LinkedHashMap<String, Callable<List<Verdict>>>();
    columns.put(OWN, this::own);
    for (var neighbour : Neighbour.values()) {
      columns.put(neighbour.title(), () -> of(neighbour));
    }
    var matrix = new FramingMatrix(run(columns));
    if (Boolean.getBoolean("sluice.framing.write")) {
      Files.writeString(Path.of("docs", "framing.md"), matrix.page());
    }
    assertEquals(List.of(), matrix.dangers(OWN), "two sides may see different messages");
    assertEquals(List.of(), matrix.laxer(OWN), "no other one that is safe lets these pass");
  }

  private static Map<String, List<Verdict>> run(Map<String, Callable<List<Verdict>>> columns)
      throws Exception {
    var verdicts = new LinkedHashMap<String, List<Verdict>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = executor.invokeAll(columns.values());
      int column = 0;
      for (String title : columns.keySet()) {
        verdicts.put(title, running.get(column++).get());
      }
    }
    return verdicts;
  }

  private List<Verdict> own() throws Exception {
    var limits = Limits.DEFAULT.withHeadTime(PATIENCE).withIdleTime(PATIENCE);
    try (var origin = new RecordingOrigin();
        var gateway = new GatewayFixture(limits)) {
      int port = gateway.serve(origin.endpoint()).port();
      return verdicts(
          port,
          origin,
          () -> {
            throw new IllegalStateException("our gateway has died");
          });
    }
  }

  private List<Verdict> of(Neighbour neighbour) throws Exception {
    var own = Files.createDirectory(directory.resolve(neighbour.name()));
    for (var folder = own; folder != null && folder.startsWith(directory); ) {
      // Their workers run as other users when we are root.
      boolean _ = folder.toFile().setWritable(true, false);
      boolean _ = folder.toFile().setReadable(true, false);
      boolean _ = folder.toFile().setExecutable(true, false);
      folder = folder.getParent();
    }
    try (var origin = new RecordingOrigin();
        var running = neighbour.start(own, freePort(), origin.endpoint().port())) {
      return verdicts(running.port(), origin, running::revive);
    } catch (IOException e) {
      throw new IOException(neighbour + ": " + Files.readString(own.resolve("output.log")), e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /// First of the requests, then of the answers, in the order of the tables.
  private static List<Verdict> verdicts(int port, RecordingOrigin origin, Reviving reviving)
      throws IOException {
    var verdicts = new ArrayList<Verdict>();
    for (var request : FramingCase.requests()) {
      origin.forget();
      verdicts.add(
          verdict(
              verdicts,
              reviving,
              () -> Verdict.of(Conversation.with(port, request.bytes(), LIMIT), origin)));
    }
    for (var what : FramingCase.answers()) {
      var answer = AnswerCase.of(what);
      answer.prepare(origin);
      verdicts.add(
          verdict(
              verdicts,
              reviving,
              () -> Verdict.ofAnswer(Conversation.with(port, answer.request(), LIMIT))));
    }
    return verdicts;
  }

  /// If nobody listens, the program has died of the case before.
  private static Verdict verdict(List<Verdict> before, Reviving reviving, Trial trial)
      throws IOException {
    try {
      return trial.run();
    } catch (ConnectException e) {
      before.set(before.size() - 1, Verdict.DIES);
      reviving.revive();
      return trial.run();
    }
  }

  @FunctionalInterface
  private interface Trial {
    Verdict run() throws IOException;
  }

  @FunctionalInterface
  private interface Reviving {
    void revive() throws IOException;
  }
}
