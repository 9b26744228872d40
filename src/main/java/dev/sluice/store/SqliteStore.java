package dev.sluice.store;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.port.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The store on SQLite in WAL mode with `synchronous=FULL`: what was committed is on the disk.
///
/// One connection writes, under a lock; a few others read, and never wait for it.
public final class SqliteStore implements Store {
  private final Database database;
  private final Documents documents;
  private final Writer writer;

  private SqliteStore(Database database, Documents documents) throws SQLException {
    this.database = database;
    this.documents = documents;
    this.writer = new Writer(database.writing(), documents);
  }

  /// Opens the store of a data directory, or makes one.
  ///
  /// @throws StoreUnusableException when the database is damaged or newer than this program; it is
  ///   left as it is
  /// @throws IOException when files cannot be read or made
  public static SqliteStore open(Path directory) throws IOException {
    var database = Database.open(directory);
    try {
      return new SqliteStore(
          database, new Documents(SecretBox.open(directory, database.writing())));
    } catch (SQLException e) {
      database.close();
      throw new IOException("The database failed: " + e.getMessage(), e);
    } catch (IOException e) {
      database.close();
      throw e;
    }
  }

  /// Looks through the whole database, which can be used meanwhile. When it is damaged nothing is
  /// written to it any more.
  ///
  /// @throws StoreUnusableException when it is damaged, with what to do
  /// @throws IOException when it cannot be looked through
  public void examine() throws IOException {
    try {
      database.requireWhole();
    } catch (StoreUnusableException e) {
      writer.refuse(e);
      throw e;
    }
  }

  /// Makes the database refuse to grow any further, as a full disk does.
  ///
  /// @param pages that it may have at most; more than it has now lets it grow again
  public void limitPages(int pages) throws SQLException {
    Sql.run(database.writing(), "PRAGMA max_page_count = " + pages);
  }

  @Override
  public Contents load() {
    return database.read(
        c ->
            new Contents(
                Sql.number(c, "SELECT value FROM meta WHERE name = 'epoch'"),
                list(c, ServiceRecord.class, "SELECT document FROM service ORDER BY name"),
                list(
                    c,
                    TrafficRecord.class,
                    "SELECT document FROM traffic t WHERE revision ="
                        + " (SELECT max(revision) FROM traffic WHERE service = t.service)"),
                list(c, VersionRecord.class, "SELECT document FROM version ORDER BY name"),
                list(
                    c,
                    Operation.class,
                    "SELECT document FROM operation WHERE final = 0 ORDER BY number"),
                Sql.number(c, "SELECT max(number) FROM operation")));
  }

  @Override
  public List<Long> commit(List<Change> changes) {
    return writer.commit(changes);
  }

  @Override
  public Slice<Snapshot> snapshots(VersionName version, long offset, int limit) {
    var slice =
        slice(
            Snapshot.class,
            "snapshot WHERE version = ?",
            "number",
            offset,
            limit,
            version.toString());
    slice.items().forEach(SqliteStore::check);
    return slice;
  }

  @Override
  public Optional<Snapshot> snapshot(SnapshotId id) {
    var found =
        database
            .read(
                c ->
                    list(
                        c,
                        Snapshot.class,
                        "SELECT document FROM snapshot WHERE id = ?",
                        id.value()))
            .stream()
            .findFirst();
    found.ifPresent(SqliteStore::check);
    return found;
  }

  /// R49: what was written is what is read.
  private static void check(Snapshot snapshot) {
    if (!ConfigurationDigest.of(snapshot.configuration()).equals(snapshot.digest())) {
      throw new UncheckedIOException(
          new IOException("Snapshot %s is damaged: its digest differs.".formatted(snapshot.id())));
    }
  }

  @Override
  public Slice<Operation> operations(
      Optional<ServiceName> service, Optional<VersionName> version, long offset, int limit) {
    if (version.isPresent()) {
      String name = version.get().toString();
      return slice(Operation.class, "operation WHERE version = ?", "number", offset, limit, name);
    }
    if (service.isPresent()) {
      String name = service.get().value();
      return slice(Operation.class, "operation WHERE service = ?", "number", offset, limit, name);
    }
    return slice(Operation.class, "operation", "number", offset, limit);
  }

  @Override
  public Optional<Operation> operation(OperationId id) {
    return database
        .read(
            c ->
                list(c, Operation.class, "SELECT document FROM operation WHERE id = ?", id.value()))
        .stream()
        .findFirst();
  }

  @Override
  public int lastVersion(ServiceName service) {
    return (int)
        (long)
            database.read(
                c ->
                    Sql.number(
                        c,
                        "SELECT max(CAST(substr(version, ?) AS INTEGER)) FROM operation WHERE service = ?",
                        service.value().length() + 2,
                        service.value()));
  }

  @Override
  public Slice<TrafficRecord> trafficHistory(ServiceName service, long offset, int limit) {
    return slice(
        TrafficRecord.class,
        "traffic WHERE service = ?",
        "revision",
        offset,
        limit,
        service.value());
  }

  @Override
  public Slice<AuditRecord> audit(long offset, int limit) {
    return database.read(
        c ->
            new Slice<>(
                Sql.list(
                    c,
                    SqliteStore::auditRecord,
                    "SELECT * FROM audit ORDER BY number DESC LIMIT ? OFFSET ?",
                    limit,
                    offset),
                Sql.number(c, "SELECT count(*) FROM audit")));
  }

  private static AuditRecord auditRecord(ResultSet row) throws SQLException {
    return new AuditRecord(
        row.getLong("number"),
        Instant.parse(row.getString("at")),
        row.getString("by"),
        row.getString("action"),
        row.getString("target"),
        row.getString("remark"),
        row.getString("outcome"),
        Optional.ofNullable(row.getString("before")),
        Optional.ofNullable(row.getString("after")));
  }

  @Override
  public List<EventRecord> eventsAfter(long after, int limit) {
    return database.read(
        c ->
            Sql.list(
                c,
                row ->
                    new EventRecord(
                        row.getLong("number"),
                        Instant.parse(row.getString("at")),
                        row.getString("type"),
                        row.getString("payload")),
                "SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?",
                after,
                limit));
  }

  @Override
  public EventRange eventRange() {
    return database.read(
        c -> {
          long newest = Sql.number(c, "SELECT value FROM meta WHERE name = 'event'");
          long oldest = Sql.number(c, "SELECT coalesce(min(number), ?) FROM event", newest + 1);
          return new EventRange(oldest, newest);
        });
  }

  private <T> Slice<T> slice(
      Class<T> type, String from, String order, long offset, int limit, String... values) {
    return database.read(
        c -> {
          var all = new ArrayList<Object>(List.of(values));
          long total = Sql.number(c, "SELECT count(*) FROM " + from, all.toArray());
          all.add(limit);
          all.add(offset);
          String sql =
              "SELECT document FROM %s ORDER BY %s DESC LIMIT ? OFFSET ?".formatted(from, order);
          return new Slice<>(list(c, type, sql, all.toArray()), total);
        });
  }

  private <T> List<T> list(Connection connection, Class<T> type, String sql, Object... values)
      throws SQLException {
    // An engine that starts reads thousands of them.
    return Sql.list(connection, row -> row.getString(1), sql, values).parallelStream()
        .map(document -> documents.read(document, type))
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
