package dev.sluice.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How every [DeploymentEngine] shows logs (R70).
abstract class LogContract extends RedeployContract {
  private static final InstanceId UNKNOWN = new InstanceId("shop-009-i1");

  private InstanceId first() {
    return engine().listInstances(FIRST).getFirst().id();
  }

  private LogQuery ofFirst(int limit) {
    return LogQuery.of(new LogQuery.OfInstance(first()), limit);
  }

  private static List<String> texts(LogPage page) {
    return page.lines().stream().map(LogLine::text).toList();
  }

  @Test
  @DisplayName(
      "R70 an instance's log is read newest first, in pages, while it goes on being written")
  void pages() {
    deploy(0);
    write(first(), "one", "two", "three", "four", "five");

    var page = engine().readLogs(ofFirst(2));
    write(first(), "six");
    var read = new ArrayList<>(texts(page));
    while (page.nextCursor().isPresent()) {
      page = engine().readLogs(ofFirst(2).from(page.nextCursor().get()));
      read.addAll(texts(page));
    }

    assertEquals(List.of("five", "four", "three", "two", "one"), read);
    assertEquals(List.of("six"), texts(engine().readLogs(ofFirst(1))));
    assertEquals(List.of("five", "six"), engine().tailLog(first(), 2));
  }

  @Test
  @DisplayName("R70 a line says when, by which instance and of which version it was written")
  void lines() {
    deploy(0);
    write(first(), "one");

    var line = engine().readLogs(ofFirst(10)).lines().getFirst();

    assertTrue(line.at().isPresent());
    assertEquals(Optional.of(first()), line.instance());
    assertEquals(Optional.of(FIRST), line.version());
    assertEquals(Optional.empty(), line.operation());
  }

  @Test
  @DisplayName("R70 a log is searched by text, whatever the case, and by time")
  void search() {
    deploy(0);
    write(first(), "Straße & Co: Error 1", "fine", "an eRRor more", "fine again");
    var all = engine().readLogs(ofFirst(10)).lines();
    var second = all.get(2).at().orElseThrow();
    var last = all.get(0).at().orElseThrow();

    var found = engine().readLogs(ofFirst(10).containing("ERROR"));

    assertEquals(List.of("an eRRor more", "Straße & Co: Error 1"), texts(found));
    assertEquals(1, engine().readLogs(ofFirst(10).containing("straße & c")).lines().size());
    assertEquals(List.of(), texts(engine().readLogs(ofFirst(10).containing("no such"))));
    assertEquals(
        List.of("an eRRor more", "fine"),
        texts(engine().readLogs(ofFirst(10).between(second, last))));
  }

  @Test
  @DisplayName("R70 logs of a version's and a service's instances are read as one, by time")
  void together() {
    deploy(0);
    create(0);
    var second = engine().listInstances(SECOND).getFirst().id();
    write(first(), "a");
    write(second, "b");
    write(first(), "c");

    var ofService = LogQuery.of(new LogQuery.OfService(SHOP), 2);
    var page = engine().readLogs(ofService);
    var next = engine().readLogs(ofService.from(page.nextCursor().orElseThrow()));

    assertEquals(List.of("c", "b"), texts(page));
    assertEquals("a", texts(next).getFirst());
    assertEquals(
        List.of("c", "a"), texts(engine().readLogs(LogQuery.of(new LogQuery.OfVersion(FIRST), 2))));
  }

  @Test
  @DisplayName("R70 an operation's log tells its steps with their times, newest first")
  void ofOperation() {
    var operation = deploy(0);

    var lines =
        engine().readLogs(LogQuery.of(new LogQuery.OfOperation(operation.id()), 1_000)).lines();

    assertEquals("SUCCEEDED", lines.getFirst().text());
    assertEquals(operation.endedAt(), lines.getFirst().at());
    assertTrue(lines.getLast().text().startsWith("CREATE of shop-001 by "), lines::toString);
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.text().equals("start " + first() + ": done")
                        && line.instance().equals(Optional.of(first()))),
        lines::toString);
    assertTrue(lines.stream().allMatch(l -> l.operation().equals(Optional.of(operation.id()))));
  }

  @Test
  @DisplayName("R70 who follows a log gets its last lines, and then every further one that fits")
  void follow() {
    deploy(0);
    write(first(), "one", "two", "three");
    var lines = new RecordedLines();

    try (var _ = engine().followLogs(ofFirst(2), lines)) {
      assertEquals(List.of("two", "three"), lines.await("three"));
      write(first(), "four");
      assertEquals(List.of("two", "three", "four"), lines.await("four"));
      assertEquals(Optional.of(first()), lines.lines().getLast().instance());
    }
    var searched = new RecordedLines();
    try (var _ = engine().followLogs(ofFirst(10).containing("E"), searched)) {
      searched.await("three");
      write(first(), "six", "seven");
      assertEquals(List.of("one", "three", "seven"), searched.await("seven"));
    }
  }

  @Test
  @DisplayName("R70 who comes back with the cursor of a line gets what came after that line")
  void followOn() {
    deploy(0);
    write(first(), "one", "two", "three");
    var lines = new RecordedLines();
    String cursor;
    try (var _ = engine().followLogs(ofFirst(10), lines)) {
      lines.await("three");
      cursor = lines.cursorOf("two");
    }
    write(first(), "four");
    var more = new RecordedLines();

    try (var _ = engine().followLogs(ofFirst(1).from(cursor), more)) {
      assertEquals(List.of("three", "four"), more.await("four"));
    }
  }

  @Test
  @DisplayName("R70 who follows a version also gets what a new instance writes")
  void followNew() {
    deploy(0);
    write(first(), "old");
    var lines = new RecordedLines();

    try (var _ = engine().followLogs(LogQuery.of(new LogQuery.OfVersion(FIRST), 10), lines)) {
      lines.await("old");
      redeploy(labelled("new"));
      write(first(), "new");
      lines.await("new");
    }
    assertEquals(Optional.of(first()), lines.lines().getLast().instance());
  }

  @Test
  @DisplayName("R70 what is followed ends with an operation, and with what is deleted")
  void followToTheEnd() {
    var operation = deploy(0);
    var ofOperation = new RecordedLines();
    var ofVersion = new RecordedLines();

    try (var _ =
            engine()
                .followLogs(LogQuery.of(new LogQuery.OfOperation(operation.id()), 1), ofOperation);
        var _ = engine().followLogs(LogQuery.of(new LogQuery.OfVersion(FIRST), 10), ofVersion)) {
      ofOperation.awaitEnd();
      succeed(engine().deleteVersion(FIRST));
      ofVersion.awaitEnd();
    }
    assertEquals(List.of("SUCCEEDED"), ofOperation.texts());
  }

  @Test
  @DisplayName("R70 who follows a log gets the lines before the first one by its cursor")
  void backFromALine() {
    deploy(0);
    create(0);
    var second = engine().listInstances(SECOND).getFirst().id();
    write(first(), "one", "two");
    write(second, "three");
    write(first(), "four", "five");
    var lines = new RecordedLines();
    var ofService = LogQuery.of(new LogQuery.OfService(SHOP), 2);
    String cursor;
    try (var _ = engine().followLogs(ofService, lines)) {
      lines.await("five");
      cursor = lines.cursorOf("four");
    }
    write(second, "six");

    var older = engine().readLogs(LogQuery.of(new LogQuery.OfService(SHOP), 4).from(cursor));

    assertEquals(List.of("four", "three", "two", "one"), texts(older));
  }

  @Test
  @DisplayName("R70 what has no log is not found, and a cursor of another kind is refused")
  void refusals() {
    for (var source :
        List.of(
            new LogQuery.OfService(new ServiceName("nobody")),
            new LogQuery.OfVersion(SECOND),
            new LogQuery.OfInstance(UNKNOWN),
            new LogQuery.OfOperation(new OperationId("op-999999")))) {
      notFound(() -> engine().readLogs(LogQuery.of(source, 10)));
      notFound(() -> engine().followLogs(LogQuery.of(source, 10), new RecordedLines()).close());
    }
    deploy(0);
    write(first(), "one", "two");
    var back = engine().readLogs(ofFirst(1)).nextCursor().orElseThrow();
    var problem =
        refused(
            () -> engine().followLogs(ofFirst(1).from(back), new RecordedLines()).close(),
            Problem.Kind.MALFORMED,
            "R70");
    assertTrue(problem.detail().contains("cursor"), problem.detail());
    for (String wrong : List.of("x", "../../etc", "AAAA", "é%00")) {
      refused(() -> engine().readLogs(ofFirst(1).from(wrong)), Problem.Kind.MALFORMED, "R70");
    }
    assertFalse(engine().readLogs(ofFirst(1).from(back)).lines().isEmpty());
  }
}
