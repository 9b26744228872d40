package dev.sluice.store;

import java.io.IOException;
import java.nio.file.Files;
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

  /// Makes the tables in an empty database.
  static void create(Connection connection) throws SQLException {
    run(connection, STEPS, 0);
  }

  /// Brings a database to the newest step. Before it is changed it is checked whole and copied to
  /// `sluice-FORM.db` in `directory`.
  ///
  /// @throws StoreUnusableException when it is damaged; it is left as it is
  static void migrate(Connection connection, Path directory) throws SQLException, IOException {
    migrate(connection, directory, STEPS);
  }

  static void migrate(Connection connection, Path directory, List<List<String>> steps)
      throws SQLException, IOException {
    int present = (int) Sql.number(connection, "PRAGMA user_version");
    if (present < steps.size()) {
      Database.requireWhole(connection, directory.resolve(Database.FILE));
      backUp(connection, directory, "sluice-" + present);
      run(connection, steps, present);
    }
  }

  /// Never over an older backup, which may be the better one.
  private static void backUp(Connection connection, Path directory, String name)
      throws SQLException, IOException {
    Path backup = directory.resolve(name + ".db");
    for (int n = 2; Files.exists(backup); n++) {
      backup = directory.resolve(name + "-" + n + ".db");
    }
    Files.createFile(backup);
    Database.protect(backup);
    Sql.run(connection, "VACUUM INTO ?", backup.toString());
  }

  private static void run(Connection connection, List<List<String>> steps, int present)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      for (var step : steps.subList(present, steps.size())) {
        for (String statement : step) {
          Sql.run(connection, statement);
        }
      }
      Sql.run(connection, "PRAGMA user_version = " + steps.size());
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
