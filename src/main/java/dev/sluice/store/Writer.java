package dev.sluice.store;

import dev.sluice.domain.history.Operation;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.Store.Change;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes changes, a transaction at a time.
final class Writer {
  /// Older events are dropped; who missed so many reads everything anew.
  private static final int KEPT_EVENTS = 20_000;

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int PRUNED_AT_ONCE = 1_000;

  private final Connection connection;
  private final Documents documents;
  private final ReentrantLock lock = new ReentrantLock();
  private long lastEvent;

  /// Why nothing more is written.
  private volatile @Nullable StoreUnusableException damage;

  Writer(Connection connection, Documents documents) throws SQLException {
    this.connection = connection;
    this.documents = documents;
    this.lastEvent = Sql.number(connection, "SELECT value FROM meta WHERE name = 'event'");
  }

  /// Writes nothing from now on: to go on would spoil what can still be saved.
  void refuse(StoreUnusableException why) {
    damage = why;
  }

  List<Long> commit(List<Change> changes) {
    lock.lock();
    try {
      var why = damage;
      if (why != null) {
        throw new Store.DamagedException(String.valueOf(why.getMessage()), why);
      }
      Sql.run(connection, "BEGIN IMMEDIATE");
      boolean isDone = false;
      try {
        var numbers = writeAll(changes);
        Sql.run(connection, "COMMIT");
        isDone = true;
        lastEvent += numbers.size();
        return numbers;
      } finally {
        if (!isDone) {
          rollBack();
        }
      }
    } catch (SQLException e) {
      throw Database.failed(e);
    } finally {
      lock.unlock();
    }
  }

  /// SQLite has itself gone back after some errors, such as a full disk. That is why transactions
  /// are not left to JDBC: the driver would not notice and write what follows outside of any.
  private void rollBack() {
    try {
      Sql.run(connection, "ROLLBACK");
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "Nothing was left to roll back", e);
    }
  }

  private List<Long> writeAll(List<Change> changes) throws SQLException {
    var numbers = new ArrayList<Long>();
    for (var change : changes) {
      if (change instanceof Change.AddEvent event) {
        long number = lastEvent + numbers.size() + 1;
        numbers.add(number);
        write(number, event);
      } else {
        write(change);
      }
    }
    if (!numbers.isEmpty()) {
      long newest = numbers.getLast();
      Sql.run(connection, "UPDATE meta SET value = ? WHERE name = 'event'", newest);
      if (newest / PRUNED_AT_ONCE > lastEvent / PRUNED_AT_ONCE) {
        Sql.run(connection, "DELETE FROM event WHERE number <= ?", newest - KEPT_EVENTS);
      }
    }
    return numbers;
  }

  private void write(long number, Change.AddEvent event) throws SQLException {
    Sql.run(
        connection,
        "INSERT INTO event VALUES (?, ?, ?, ?)",
        number,
        event.at().toString(),
        event.type(),
        event.payload());
  }

  private void write(Change change) throws SQLException {
    switch (change) {
      case Change.PutService put ->
          Sql.run(
              connection,
              "INSERT OR REPLACE INTO service VALUES (?, ?)",
              put.service().name().value(),
              documents.write(put.service()));
      case Change.DeleteService delete -> {
        String name = delete.service().value();
        Sql.run(connection, "DELETE FROM service WHERE name = ?", name);
        Sql.run(connection, "DELETE FROM traffic WHERE service = ?", name);
      }
      case Change.PutVersion put ->
          Sql.run(
              connection,
              "INSERT OR REPLACE INTO version VALUES (?, ?, ?)",
              put.version().name().toString(),
              put.version().name().service().value(),
              documents.write(put.version()));
      case Change.DeleteVersion delete -> {
        String name = delete.version().toString();
        Sql.run(connection, "DELETE FROM version WHERE name = ?", name);
        Sql.run(connection, "DELETE FROM snapshot WHERE version = ?", name);
      }
      case Change.AddTraffic add ->
          Sql.run(
              connection,
              "INSERT INTO traffic VALUES (?, ?, ?)",
              add.traffic().service().value(),
              add.traffic().revision(),
              documents.write(add.traffic()));
      case Change.PutOperation put -> write(put.operation());
      case Change.AddSnapshot add ->
          Sql.run(
              connection,
              "INSERT INTO snapshot VALUES (?, ?, ?, ?)",
              add.snapshot().id().value(),
              add.snapshot().version().toString(),
              add.snapshot().number(),
              documents.write(add.snapshot()));
      case Change.AddAudit add -> write(add);
      case Change.AddEvent _ -> throw new IllegalStateException("numbered above");
    }
  }

  private void write(Operation operation) throws SQLException {
    Sql.run(
        connection,
        "INSERT OR REPLACE INTO operation VALUES (?, ?, ?, ?, ?, ?)",
        operation.id().value(),
        operation.id().number(),
        operation.service().value(),
        operation.version().map(Object::toString).orElse(null),
        operation.state().isFinal() ? 1 : 0,
        documents.write(operation));
  }

  private void write(Change.AddAudit add) throws SQLException {
    var entry = add.entry();
    Sql.run(
        connection,
        "INSERT INTO audit (at, by, action, target, remark, outcome, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.at().toString(),
        entry.by(),
        entry.action(),
        entry.target(),
        entry.remark(),
        entry.outcome(),
        entry.before().orElse(null),
        entry.after().orElse(null));
  }
}
