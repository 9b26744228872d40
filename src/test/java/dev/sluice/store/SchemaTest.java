package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final List<String> FIRST =
      List.of("CREATE TABLE thing (name TEXT)", "INSERT INTO thing VALUES ('kept')");
  private static final List<String> SECOND = List.of("ALTER TABLE thing ADD COLUMN size INTEGER");

  @TempDir Path directory;
  private Connection connection;

  @BeforeEach
  void first() throws SQLException, IOException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sluice.db"));
    Schema.migrate(connection, directory, List.of(FIRST));
    Files.delete(directory.resolve("sluice-0.db"));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  @DisplayName("an older database gets the missing steps, and a backup from before is kept")
  void migrated() throws SQLException, IOException {
    Schema.migrate(connection, directory, List.of(FIRST, SECOND));

    assertEquals(2, Sql.number(connection, "PRAGMA user_version"));
    assertEquals(1, Sql.number(connection, "SELECT count(*) FROM thing WHERE size IS NULL"));
    try (var backup =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sluice-1.db"))) {
      assertEquals(1, Sql.number(backup, "PRAGMA user_version"));
      assertEquals(1, Sql.number(backup, "SELECT count(*) FROM thing WHERE name = 'kept'"));
    }
  }

  @Test
  @DisplayName("a database in the newest form is not touched and not copied")
  void upToDate() throws SQLException, IOException {
    Schema.migrate(connection, directory, List.of(FIRST));

    assertFalse(Files.exists(directory.resolve("sluice-1.db")));
  }

  @Test
  @DisplayName("a step that fails leaves the database in its old form")
  void failing() throws SQLException {
    var broken = List.of("DELETE FROM thing", "CREATE TABLE thing (name TEXT)");

    assertThrows(
        SQLException.class, () -> Schema.migrate(connection, directory, List.of(FIRST, broken)));

    assertEquals(1, Sql.number(connection, "PRAGMA user_version"));
    assertEquals(1, Sql.number(connection, "SELECT count(*) FROM thing"));
  }

  @Test
  @DisplayName("a database whose index is damaged is neither copied nor changed, but refused")
  void damagedIndex() throws SQLException {
    Sql.run(connection, "CREATE INDEX thing_by_name ON thing (name)");
    Sql.run(connection, "PRAGMA writable_schema = ON");
    // The index is now said to be of another order than it is.
    Sql.run(
        connection,
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX thing_by_name ON thing (name || ''x'')'"
            + " WHERE name = 'thing_by_name'");
    Sql.run(connection, "PRAGMA writable_schema = RESET");

    var refused =
        assertThrows(
            StoreUnusableException.class,
            () -> Schema.migrate(connection, directory, List.of(FIRST, SECOND)));

    assertTrue(String.valueOf(refused.getMessage()).contains("Put a backup in its place"));
    assertEquals(1, Sql.number(connection, "PRAGMA user_version"));
    assertFalse(Files.exists(directory.resolve("sluice-1.db")));
  }

  @Test
  @DisplayName("an older backup is never written over")
  void backups() throws SQLException, IOException {
    Files.writeString(directory.resolve("sluice-1.db"), "precious");

    Schema.migrate(connection, directory, List.of(FIRST, SECOND));

    assertEquals("precious", Files.readString(directory.resolve("sluice-1.db")));
    assertTrue(Files.size(directory.resolve("sluice-1-2.db")) > 0);
  }
}
