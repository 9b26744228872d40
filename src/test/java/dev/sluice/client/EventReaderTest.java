package dev.sluice.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.RecordedEvents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stream of events over a connection that breaks, ends or says strange things.
class EventReaderTest {
  private static final ServiceName SHOP = new ServiceName("shop");
  private static final Duration SILENCE = Duration.ofMillis(300);

  @TempDir Path dataDir;

  @Test
  @DisplayName("A stream that was cut by a restart of the server goes on without a gap")
  void resumesWithoutGap() throws IOException {
    var engine = new FakeDeploymentEngine();
    var events = new RecordedEvents();
    try (var served = ServedEngine.start(engine, dataDir);
        var _ = served.client().subscribe(Optional.empty(), events)) {
      events.awaitCalls(calls -> calls.contains("reset"));
      engine.createService(SHOP, true);
      events.awaitEvents(seen -> seen.size() == 1);
      served.stopServer();
      events.awaitCalls(calls -> calls.contains("disconnected"));
      for (int i = 0; i < 300; i++) {
        engine.changePublicAccess(SHOP, i % 2 == 0);
      }
      served.startServer();
      var seen = events.awaitEvents(list -> list.size() == 301);
      assertEquals(
          LongStream.rangeClosed(1, 301).boxed().toList(),
          seen.stream().map(EngineEvent::number).toList());
    }
    assertEquals(
        List.of("reset", "event 1", "disconnected", "resumed"), events.calls().subList(0, 4));
    assertEquals(1, events.calls().stream().filter("disconnected"::equals).count());
  }

  @Test
  @DisplayName("A server that stops ends its streams itself, and need not cut them off")
  void stopEndsStreams() throws IOException {
    var warnings = new ConcurrentLinkedQueue<String>();
    var logger = Logger.getLogger("dev.sluice.rest.ApiServer");
    var handler = new WarningsHandler(warnings);
    logger.addHandler(handler);
    var events = new RecordedEvents();
    try (var served = ServedEngine.start(new FakeDeploymentEngine(), dataDir);
        var _ = served.client().subscribe(Optional.empty(), events)) {
      events.awaitCalls(calls -> calls.contains("reset"));
      served.stopServer();
      events.awaitCalls(calls -> calls.contains("disconnected"));
    } finally {
      logger.removeHandler(handler);
    }
    assertEquals(List.of(), List.copyOf(warnings));
  }

  @Test
  @DisplayName("When events were dropped meanwhile, the reader is told to read everything anew")
  void resetsAfterGap() throws IOException {
    var engine = new FakeDeploymentEngine();
    var events = new RecordedEvents();
    try (var served = ServedEngine.start(engine, dataDir);
        var _ = served.client().subscribe(Optional.empty(), events)) {
      events.awaitCalls(calls -> calls.contains("reset"));
      engine.createService(SHOP, true);
      events.awaitEvents(seen -> seen.size() == 1);
      served.stopServer();
      engine.changePublicAccess(SHOP, false);
      engine.changePublicAccess(SHOP, true);
      engine.forgetEvents(3);
      served.startServer();
      var calls = events.awaitCalls(list -> list.stream().filter("reset"::equals).count() == 2);
      assertFalse(calls.contains("resumed"));
      engine.deleteService(SHOP);
      assertEquals(4, events.awaitEvents(seen -> seen.size() == 2).getLast().number());
    }
  }

  @Test
  @DisplayName("An event of a kind that only newer engines know is passed over")
  void unknownKind() throws IOException {
    var script =
        List.of(
            "event: reset\ndata: {}\n\n",
            "id: 1\nevent: moonChanged\ndata: {\"number\":1,\"change\":{}}\n\n",
            deleted(2));
    var events = new RecordedEvents();
    try (var server = ScriptedServer.answering(List.of(script));
        var client = client(server.base());
        var _ = client.subscribe(Optional.empty(), events)) {
      assertEquals(2, events.awaitEvents(seen -> !seen.isEmpty()).getFirst().number());
    }
    assertEquals(List.of("reset", "event 2"), events.calls().subList(0, 2));
  }

  @Test
  @DisplayName("A stream that falls silent is given up, and read on behind the last event")
  void silence() throws IOException {
    var first = List.of("event: reset\ndata: {}\n\n", deleted(1));
    var second = List.of("event: resumed\ndata: {}\n\n", deleted(2));
    var events = new RecordedEvents();
    try (var server = ScriptedServer.answering(List.of(first, second));
        var client = client(server.base());
        var _ = client.subscribe(Optional.empty(), events)) {
      events.awaitEvents(seen -> seen.size() == 2);
      assertTrue(
          server.requests().get(1).contains("last-event-id: 1"), server.requests()::toString);
    }
    assertEquals(
        List.of("reset", "event 1", "disconnected", "resumed", "event 2"),
        events.calls().subList(0, 5));
  }

  @Test
  @DisplayName("An event that cannot be read does not end the reading")
  void unreadable() throws IOException {
    var first = List.of("event: resumed\ndata: {}\n\n", "event: versionDeleted\ndata: {oh\n\n");
    var second = List.of("event: resumed\ndata: {}\n\n", deleted(8));
    var events = new RecordedEvents();
    try (var server = ScriptedServer.answering(List.of(first, second));
        var client = client(server.base());
        var _ = client.subscribe(Optional.of(7L), events)) {
      assertEquals(8, events.awaitEvents(seen -> !seen.isEmpty()).getFirst().number());
      assertTrue(
          server.requests().get(1).contains("last-event-id: 7"), server.requests()::toString);
    }
  }

  @Test
  @DisplayName("An engine that cannot be reached is said so once, however often it is tried")
  void saidOnce() throws IOException {
    var events = new RecordedEvents();
    URI base;
    try (var server = ScriptedServer.answering(List.of())) {
      base = server.base();
    }
    try (var client = client(base);
        var _ = client.subscribe(Optional.empty(), events);
        var server = ScriptedServer.onPort(base.getPort(), List.of("event: reset\ndata: {}\n\n"))) {
      var calls = events.awaitCalls(list -> list.contains("reset"));
      assertTrue(calls.stream().filter("disconnected"::equals).count() <= 1, calls::toString);
      assertEquals(base, server.base());
    }
  }

  private static HttpDeploymentEngine client(URI base) {
    return new HttpDeploymentEngine(base, "token", Duration.ofSeconds(1), SILENCE);
  }

  private static String deleted(long number) {
    return """
        id: %d
        event: versionDeleted
        data: {"number":%d,"at":"2026-11-23T08:00:00Z","change":{"version":"shop-001"}}

        """
        .formatted(number, number);
  }

  /// What the server says when it had to cut calls off.
  private static final class WarningsHandler extends Handler {
    private final Queue<String> warnings;

    WarningsHandler(Queue<String> warnings) {
      this.warnings = warnings;
    }

    @Override
    public void publish(LogRecord entry) {
      warnings.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
