package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Failure;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.State;
import dev.sluice.domain.history.RandomConfigurations;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.port.Store.AuditRecord;
import dev.sluice.engine.port.Store.Change;
import dev.sluice.engine.port.Store.EventRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  private static final VersionName SHOP_2 = new VersionName(StoredRecords.SHOP, 2);

  @TempDir Path directory;
  private SqliteStore store;

  @BeforeEach
  void open() throws IOException {
    store = SqliteStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  @DisplayName("R71 everything that was committed is there after opening again")
  void roundTrip() throws IOException {
    var service = StoredRecords.service(StoredRecords.SHOP);
    var version = StoredRecords.version(StoredRecords.SHOP_1, StoredRecords.steady());
    var traffic = StoredRecords.traffic(StoredRecords.SHOP, 1);
    var running = StoredRecords.operation(41, State.RUNNING);
    var ended = StoredRecords.operation(42, State.SUCCEEDED);
    var snapshot = StoredRecords.snapshot(StoredRecords.SHOP_1, 1);
    store.commit(
        List.of(
            new Change.PutService(service),
            new Change.PutVersion(version),
            new Change.AddTraffic(traffic),
            new Change.PutOperation(running),
            new Change.PutOperation(ended),
            new Change.AddSnapshot(snapshot)));

    reopen();

    var contents = store.load();
    assertEquals(2, contents.epoch());
    assertEquals(List.of(service), contents.services());
    assertEquals(List.of(version), contents.versions());
    assertEquals(List.of(traffic), contents.traffic());
    assertEquals(List.of(running), contents.operations());
    assertEquals(42, contents.lastOperation());
    assertEquals(Optional.of(ended), store.operation(ended.id()));
    assertEquals(Optional.of(snapshot), store.snapshot(snapshot.id()));
  }

  @Test
  @DisplayName("R72 every state a version can be in survives")
  void everyState() throws IOException {
    var id = StoredRecords.operationId(1);
    var one = new Spec(Revision.FIRST, StoredRecords.configuration("one"));
    var two = new Spec(new Revision(2), StoredRecords.configuration("two"));
    var failure = new Failure("exited", "It ended.");
    var at = StoredRecords.NOW;
    var before = new RolloutState.Capacity(2, 3);
    var broken = new RolloutState.Broken(one, RolloutState.Broken.Kind.DEPLOY_FAILED, failure);
    var states =
        List.of(
            new RolloutState.Steady(one),
            new RolloutState.Creating(id, one, true, true, at, true),
            new RolloutState.Abandoning(id, broken, failure, true, at),
            new RolloutState.Rolling(id, one, two, true, at, true, before, Optional.of(broken)),
            new RolloutState.Returning(id, one, two, failure, true, at, before),
            new RolloutState.Tending(id, one, new InstanceId("shop-001-i3"), true, at),
            new RolloutState.Freezing(id, one, 3, at),
            new RolloutState.Frozen(one, 3),
            new RolloutState.Thawing(id, one, at),
            new RolloutState.Deleting(id, one, at),
            broken);
    var versions =
        IntStream.range(0, states.size())
            .mapToObj(
                i ->
                    StoredRecords.version(
                        new VersionName(StoredRecords.SHOP, i + 1), states.get(i)))
            .toList();
    store.commit(versions.stream().<Change>map(Change.PutVersion::new).toList());

    reopen();

    assertEquals(RolloutState.class.getPermittedSubclasses().length, states.size());
    assertEquals(versions, store.load().versions());
  }

  @Test
  @DisplayName("R49 a snapshot holds every field of any configuration")
  void anyConfiguration() {
    long seed = System.nanoTime();
    System.out.println("SqliteStoreTest.anyConfiguration seed " + seed);
    var random = new RandomConfigurations(new SplittableRandom(seed));
    var written = new ArrayList<Snapshot>();
    for (int i = 1; i <= 300; i++) {
      var s = StoredRecords.snapshot(StoredRecords.SHOP_1, i);
      var configuration = random.next();
      written.addFirst(
          new Snapshot(
              s.id(),
              s.version(),
              i,
              configuration,
              s.revision(),
              s.by(),
              s.remark(),
              s.operation(),
              s.createdAt(),
              ConfigurationDigest.of(configuration)));
    }
    store.commit(written.stream().<Change>map(Change.AddSnapshot::new).toList());

    assertEquals(written, store.snapshots(StoredRecords.SHOP_1, 0, 1_000).items(), "seed " + seed);
  }

  @Test
  @DisplayName("R50 snapshots are listed newest first, in pages, beyond number nine")
  void snapshotPages() {
    for (int i = 1; i <= 25; i++) {
      store.commit(
          List.of(
              new Change.AddSnapshot(StoredRecords.snapshot(StoredRecords.SHOP_1, i)),
              new Change.AddSnapshot(StoredRecords.snapshot(SHOP_2, i))));
    }

    var page = store.snapshots(StoredRecords.SHOP_1, 10, 10);

    assertEquals(25, page.total());
    assertEquals(
        List.of(15, 14, 13, 12, 11, 10, 9, 8, 7, 6),
        page.items().stream().map(Snapshot::number).toList());
  }

  @Test
  @DisplayName("R49 a snapshot is never written over")
  void snapshotStays() {
    var snapshot = StoredRecords.snapshot(StoredRecords.SHOP_1, 1);
    store.commit(List.of(new Change.AddSnapshot(snapshot)));

    assertThrows(
        UncheckedIOException.class, () -> store.commit(List.of(new Change.AddSnapshot(snapshot))));
    assertThrows(SQLException.class, () -> sql("UPDATE snapshot SET document = '{}'"));
    assertEquals(Optional.of(snapshot), store.snapshot(snapshot.id()));
  }

  @Test
  @DisplayName("R49 a snapshot that was changed in the file is noticed when it is read")
  void snapshotDigest() throws SQLException {
    var snapshot = StoredRecords.snapshot(StoredRecords.SHOP_1, 1);
    store.commit(List.of(new Change.AddSnapshot(snapshot)));
    sql("DROP TRIGGER snapshot_stays");
    sql("UPDATE snapshot SET document = replace(document, 'blue', 'pink')");

    var one = assertThrows(UncheckedIOException.class, () -> store.snapshot(snapshot.id()));
    assertThrows(UncheckedIOException.class, () -> store.snapshots(StoredRecords.SHOP_1, 0, 10));
    assertTrue(String.valueOf(one.getMessage()).contains("shop-001.1"), one.getMessage());
  }

  @Test
  @DisplayName("R60 deleting a version deletes its snapshots and no other's; the record stays")
  void deleteVersion() {
    var operation = StoredRecords.operation(1, State.SUCCEEDED);
    store.commit(
        List.of(
            new Change.PutVersion(
                StoredRecords.version(StoredRecords.SHOP_1, StoredRecords.steady())),
            new Change.AddSnapshot(StoredRecords.snapshot(StoredRecords.SHOP_1, 1)),
            new Change.AddSnapshot(StoredRecords.snapshot(SHOP_2, 1)),
            new Change.PutOperation(operation),
            new Change.AddAudit(audit("version.create"))));

    store.commit(List.of(new Change.DeleteVersion(StoredRecords.SHOP_1)));

    assertEquals(List.of(), store.load().versions());
    assertEquals(0, store.snapshots(StoredRecords.SHOP_1, 0, 10).total());
    assertEquals(1, store.snapshots(SHOP_2, 0, 10).total());
    assertEquals(Optional.of(operation), store.operation(operation.id()));
    assertEquals(1, store.audit(0, 10).total());
  }

  @Test
  @DisplayName("R69 a service's policies are kept newest first; the newest is the present one")
  void trafficHistory() {
    var cart = new ServiceName("cart");
    for (int i = 1; i <= 12; i++) {
      store.commit(List.of(new Change.AddTraffic(StoredRecords.traffic(StoredRecords.SHOP, i))));
    }
    store.commit(List.of(new Change.AddTraffic(StoredRecords.traffic(cart, 1))));

    var history = store.trafficHistory(StoredRecords.SHOP, 0, 3);

    assertEquals(12, history.total());
    assertEquals(
        LongStream.of(12, 11, 10)
            .mapToObj(i -> StoredRecords.traffic(StoredRecords.SHOP, i))
            .toList(),
        history.items());
    assertEquals(2, store.load().traffic().size());
    assertTrue(store.load().traffic().contains(StoredRecords.traffic(StoredRecords.SHOP, 12)));
  }

  @Test
  @DisplayName("a deleted service takes its traffic history with it; its operations stay")
  void deleteService() {
    store.commit(
        List.of(
            new Change.PutService(StoredRecords.service(StoredRecords.SHOP)),
            new Change.AddTraffic(StoredRecords.traffic(StoredRecords.SHOP, 1)),
            new Change.PutOperation(StoredRecords.operation(1, State.SUCCEEDED))));

    store.commit(List.of(new Change.DeleteService(StoredRecords.SHOP)));

    assertEquals(List.of(), store.load().services());
    assertEquals(List.of(), store.load().traffic());
    assertEquals(0, store.trafficHistory(StoredRecords.SHOP, 0, 10).total());
    assertEquals(
        1, store.operations(Optional.of(StoredRecords.SHOP), Optional.empty(), 0, 10).total());
  }

  @Test
  @DisplayName("operations are listed newest first: all, of a service, of a version")
  void operationLists() {
    var cart = new VersionName(new ServiceName("cart"), 1);
    var all =
        List.of(
            StoredRecords.operation(999_999, State.SUCCEEDED),
            StoredRecords.operation(1_000_000, SHOP_2, State.RUNNING),
            StoredRecords.operation(1_000_001, cart, State.FAILED));
    store.commit(all.stream().<Change>map(Change.PutOperation::new).toList());

    assertEquals(all.reversed(), listed(Optional.empty(), Optional.empty()));
    assertEquals(
        List.of(all.get(1), all.get(0)), listed(Optional.of(StoredRecords.SHOP), Optional.empty()));
    assertEquals(List.of(all.get(1)), listed(Optional.of(StoredRecords.SHOP), Optional.of(SHOP_2)));
    assertEquals(1_000_001, store.load().lastOperation());
  }

  @Test
  @DisplayName("an operation is replaced by its later state")
  void operationReplaced() {
    store.commit(List.of(new Change.PutOperation(StoredRecords.operation(1, State.RUNNING))));
    var ended = StoredRecords.operation(1, State.ROLLED_BACK);
    store.commit(List.of(new Change.PutOperation(ended)));

    assertEquals(List.of(), store.load().operations());
    assertEquals(List.of(ended), listed(Optional.empty(), Optional.empty()));
  }

  @Test
  @DisplayName("R68 the audit is numbered by the store and listed newest first")
  void audit() {
    store.commit(List.of(new Change.AddAudit(audit("a")), new Change.AddAudit(audit("b"))));
    store.commit(List.of(new Change.AddAudit(audit("c"))));

    var slice = store.audit(0, 2);

    assertEquals(3, slice.total());
    assertEquals(List.of("c", "b"), slice.items().stream().map(AuditRecord::action).toList());
    assertEquals(List.of(3L, 2L), slice.items().stream().map(AuditRecord::number).toList());
    assertEquals(
        List.of("a"), store.audit(2, 2).items().stream().map(AuditRecord::action).toList());
  }

  @Test
  @DisplayName("events are numbered without a gap, also over a failed commit and a new start")
  void eventNumbers() throws IOException {
    var snapshot = new Change.AddSnapshot(StoredRecords.snapshot(StoredRecords.SHOP_1, 1));
    assertEquals(new EventRange(1, 0), store.eventRange());
    assertEquals(List.of(1L, 2L), store.commit(List.of(event("a"), snapshot, event("b"))));
    assertThrows(UncheckedIOException.class, () -> store.commit(List.of(event("lost"), snapshot)));
    assertEquals(List.of(), store.commit(List.of()));
    reopen();
    assertEquals(List.of(3L), store.commit(List.of(event("c"))));

    var events = store.eventsAfter(1, 10);

    assertEquals(List.of("b", "c"), events.stream().map(e -> e.payload()).toList());
    assertEquals(new EventRange(1, 3), store.eventRange());
  }

  @Test
  @DisplayName("only the newest 20,000 events are kept, up to a batch more")
  void eventsPruned() {
    for (int i = 0; i < 25; i++) {
      store.commit(LongStream.range(0, 1_000).<Change>mapToObj(n -> event("x")).toList());
    }

    var range = store.eventRange();

    assertEquals(25_000, range.newest());
    long kept = range.newest() - range.oldest() + 1;
    assertTrue(kept >= 20_000 && kept <= 21_000, "kept " + kept);
    assertEquals(kept, store.eventsAfter(0, 100_000).size());
  }

  @Test
  @DisplayName("a commit that fails in its last change leaves nothing of the others")
  void allOrNothing() {
    var snapshot = StoredRecords.snapshot(StoredRecords.SHOP_1, 1);
    store.commit(List.of(new Change.AddSnapshot(snapshot)));

    assertThrows(
        UncheckedIOException.class,
        () ->
            store.commit(
                List.of(
                    new Change.PutService(StoredRecords.service(StoredRecords.SHOP)),
                    new Change.AddAudit(audit("lost")),
                    new Change.AddSnapshot(snapshot))));

    assertEquals(List.of(), store.load().services());
    assertEquals(0, store.audit(0, 10).total());
  }

  @Test
  @DisplayName("a full disk fails the commit, keeps what was there, and later commits succeed")
  void diskFull() throws IOException, SQLException {
    store.commit(List.of(new Change.PutService(StoredRecords.service(StoredRecords.SHOP))));
    store.limitPages(200);
    var large = event("x".repeat(4_000_000));

    var failure = assertThrows(UncheckedIOException.class, () -> store.commit(List.of(large)));
    assertTrue(String.valueOf(failure.getMessage()).contains("full"), failure.getMessage());

    assertEquals(List.of(1L), store.commit(List.of(event("small"))));
    reopen();
    assertEquals(1, store.load().services().size());
    assertEquals(1, store.eventRange().newest());
  }

  @Test
  @DisplayName("reading does not wait for writing, and sees nothing of what is not committed")
  void readingDuringWriting() throws SQLException {
    store.commit(List.of(event("a")));
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sluice.db"));
        var statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("UPDATE meta SET value = 99 WHERE name = 'event'");

      assertEquals(1, store.eventRange().newest());

      statement.execute("ROLLBACK");
    }
  }

  @Test
  @DisplayName("1,000 services with 10 versions each are loaded in less than a second of CPU time")
  void large() throws IOException {
    for (int s = 0; s < 1_000; s++) {
      var name = new ServiceName("service-" + s);
      var changes = new ArrayList<Change>();
      changes.add(new Change.PutService(StoredRecords.service(name)));
      changes.add(new Change.AddTraffic(StoredRecords.traffic(name, 1)));
      for (int v = 1; v <= 10; v++) {
        changes.add(
            new Change.PutVersion(
                StoredRecords.version(new VersionName(name, v), StoredRecords.steady())));
      }
      store.commit(changes);
    }
    reopen();
    store.load();

    // CPU time, because the wall clock also counts whatever else the computer does.
    var thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    var contents = store.load();
    var took = Duration.ofNanos(thread.getCurrentThreadCpuTime() - start);

    assertEquals(10_000, contents.versions().size());
    System.out.println("loaded 10,000 versions in " + took);
    assertTrue(took.compareTo(Duration.ofSeconds(1)) < 0, "took " + took);
  }

  private void reopen() throws IOException {
    store.close();
    store = SqliteStore.open(directory);
  }

  private List<Operation> listed(Optional<ServiceName> service, Optional<VersionName> version) {
    return store.operations(service, version, 0, 100).items();
  }

  private static Change.AddEvent event(String payload) {
    return new Change.AddEvent(StoredRecords.NOW, "test", payload);
  }

  private static AuditRecord audit(String action) {
    return new AuditRecord(
        0,
        StoredRecords.NOW,
        "ada",
        action,
        "shop-001",
        "",
        "accepted",
        Optional.of("a"),
        Optional.empty());
  }

  private void sql(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sluice.db"));
        var running = connection.createStatement()) {
      running.execute(statement);
    }
  }
}
