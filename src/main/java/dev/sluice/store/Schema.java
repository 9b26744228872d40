package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The tables, as numbered steps. `user_version` says which steps a database has; a step that has
/// been released is never edited.
///
/// Documents are JSON; beside each stand the columns that are searched or sorted by.
final class Schema {
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
              "INSERT INTO meta VALUES ('epoch', 0)",
              "CREATE TABLE service (name TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT",
              "CREATE TABLE version (name TEXT PRIMARY KEY, service TEXT NOT NULL,"
                  + " document TEXT NOT NULL) STRICT",
              "CREATE TABLE traffic (service TEXT NOT NULL, revision INTEGER NOT NULL,"
                  + " document TEXT NOT NULL, PRIMARY KEY (service, revision)) STRICT",
              "CREATE TABLE snapshot (id TEXT PRIMARY KEY, version TEXT NOT NULL,"
                  + " number INTEGER NOT NULL, document TEXT NOT NULL) STRICT",
              "CREATE UNIQUE INDEX snapshot_of ON snapshot (version, number)",
              "CREATE TRIGGER snapshot_stays BEFORE UPDATE ON snapshot"
                  + " BEGIN SELECT RAISE(ABORT, 'a snapshot never changes'); END",
              "CREATE TABLE operation (id TEXT PRIMARY KEY, number INTEGER NOT NULL,"
                  + " service TEXT NOT NULL, version TEXT, final INTEGER NOT NULL,"
                  + " document TEXT NOT NULL) STRICT",
              "CREATE INDEX operation_newest ON operation (number)",
              "CREATE INDEX operation_of_service ON operation (service, number)",
              "CREATE INDEX operation_of_version ON operation (version, number)",
              "CREATE INDEX operation_running ON operation (number) WHERE final = 0",
              "CREATE TABLE event (number INTEGER PRIMARY KEY, at TEXT NOT NULL,"
                  + " type TEXT NOT NULL, payload TEXT NOT NULL) STRICT",
              "INSERT INTO meta VALUES ('event', 0)",
              "CREATE TABLE audit (number INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL,"
                  + " action TEXT NOT NULL, target TEXT NOT NULL, remark TEXT NOT NULL,"
                  + " outcome TEXT NOT NULL, before TEXT, after TEXT) STRICT"));

  private Schema() {}

  /// Number of the newest step this program knows.
  static int newest() {
    return STEPS.size();
  }

  /// Brings a database to the newest step. One that already holds something is copied to `backup`
  /// first.
  static void migrate(Connection connection, int present, Path backup)
      throws SQLException, IOException {
    if (present == newest()) {
      return;
    }
    if (present > 0) {
      Sql.run(connection, "VACUUM INTO ?", backup.toString());
    }
    connection.setAutoCommit(false);
    try {
      for (var step : STEPS.subList(present, newest())) {
        for (String statement : step) {
          Sql.run(connection, statement);
        }
      }
      Sql.run(connection, "PRAGMA user_version = " + newest());
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
