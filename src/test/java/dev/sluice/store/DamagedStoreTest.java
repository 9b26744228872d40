package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.Store.Change;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedStoreTest {
  @TempDir Path directory;
  private Path file;

  /// A database with some pages, and a -wal file beside it that is still to be read, as after a
  /// crash.
  @BeforeEach
  void crashed() throws IOException {
    file = directory.resolve("sluice.db");
    var original = directory.resolve("original");
    Files.createDirectory(original);
    try (var store = SqliteStore.open(original)) {
      for (int i = 0; i < 100; i++) {
        store.commit(
            List.of(new Change.PutService(StoredRecords.service(new ServiceName("service-" + i)))));
      }
      try (var again = SqliteStore.open(original)) {
        again.commit(List.of(new Change.AddEvent(StoredRecords.NOW, "late", "in the wal")));
        for (String name : List.of("sluice.db", "sluice.db-wal")) {
          Files.copy(original.resolve(name), directory.resolve(name));
        }
      }
    }
    assertTrue(Files.size(directory.resolve("sluice.db-wal")) > 0);
  }

  @Test
  @DisplayName("R71 what stands only in the -wal file of a crashed engine is there")
  void afterCrash() throws IOException {
    try (var store = SqliteStore.open(directory)) {
      assertEquals(100, store.load().services().size());
      assertEquals(1, store.eventRange().newest());
    }
  }

  @Test
  @DisplayName("a database with overwritten pages is refused and left as it is")
  void overwritten() throws IOException {
    fold();
    long seed = System.nanoTime();
    System.out.println("DamagedStoreTest.overwritten seed " + seed);
    var junk = new byte[(int) Files.size(file) - 4096];
    new SplittableRandom(seed).nextBytes(junk);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(junk), 4096);
    }
    assertRefused("damaged");
  }

  @Test
  @DisplayName("a truncated database is refused and left as it is")
  void truncated() throws IOException {
    fold();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(file) / 2);
    }
    assertRefused("damaged");
  }

  @Test
  @DisplayName("an empty file in place of the database is refused: everything in it is lost")
  void emptied() throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertRefused("damaged");
  }

  @Test
  @DisplayName("a -wal file whose database is missing is refused and kept")
  void missing() throws IOException {
    Files.delete(file);
    assertRefused("missing");
  }

  @Test
  @DisplayName("a file that is no database is refused and left as it is")
  void noDatabase() throws IOException {
    Files.writeString(file, "Dear diary, ".repeat(1_000), StandardCharsets.UTF_8);
    assertRefused("damaged");
  }

  @Test
  @DisplayName("some other program's database is refused and left as it is")
  void foreign() throws IOException, SQLException {
    fold();
    Files.delete(file);
    sql("CREATE TABLE recipe (name TEXT)");
    assertRefused("another program");
  }

  @Test
  @DisplayName("a database of a newer Sluice is refused and left as it is")
  void newer() throws IOException, SQLException {
    sql("PRAGMA user_version = 99");
    assertRefused("newer Sluice");
  }

  @Test
  @DisplayName(
      "an index that says what its table does not is found once the store is open, and nothing more"
          + " is written")
  void falseIndex() throws IOException, SQLException {
    fold();
    falsifyIndex();
    try (var store = SqliteStore.open(directory)) {
      var found = assertThrows(StoreUnusableException.class, store::examine);
      assertTrue(String.valueOf(found.getMessage()).contains("damaged"), found.getMessage());
      long newest = store.eventRange().newest();

      var refused =
          assertThrows(
              Store.DamagedException.class,
              () -> store.commit(List.of(new Change.AddEvent(StoredRecords.NOW, "late", "x"))));

      assertTrue(String.valueOf(refused.getMessage()).contains("backup"), refused.getMessage());
      assertEquals(newest, store.eventRange().newest());
      assertEquals(100, store.load().services().size(), "it can be read");
    }
  }

  @Test
  @DisplayName("a store that is whole can be looked through while it is written")
  void whole() throws IOException {
    try (var store = SqliteStore.open(directory)) {
      store.examine();
      store.commit(List.of(new Change.AddEvent(StoredRecords.NOW, "late", "x")));
      store.examine();
      assertEquals(2, store.eventRange().newest());
    }
  }

  /// By hiding the index from SQLite while a row is changed. The look before a start cannot see it.
  private void falsifyIndex() throws SQLException {
    String page;
    String text;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT rootpage, sql FROM sqlite_schema WHERE name = 'operation_newest'")) {
      page = row.getString(1);
      text = row.getString(2);
    }
    sql("INSERT INTO operation VALUES ('op-000001', 1, 'service-1', NULL, 1, '{}')");
    sql("PRAGMA writable_schema = ON", "DELETE FROM sqlite_schema WHERE name = 'operation_newest'");
    sql("UPDATE operation SET number = 2");
    sql(
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema VALUES ('index', 'operation_newest', 'operation', %s, '%s')"
            .formatted(page, text));
  }

  /// Puts what stands in the -wal file into the database.
  private void fold() throws IOException {
    SqliteStore.open(directory).close();
    Files.deleteIfExists(directory.resolve("sluice.db-wal"));
  }

  private void assertRefused(String word) throws IOException {
    var before = files();
    var refusal =
        assertThrows(StoreUnusableException.class, () -> SqliteStore.open(directory).close());
    assertTrue(String.valueOf(refusal.getMessage()).contains(word), refusal.getMessage());
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("data directory"), refusal.getMessage());
    assertEquals(before, files());
  }

  /// Content of the database and its -wal file; the -shm file holds nothing of its own.
  private Map<String, String> files() throws IOException {
    var contents = new HashMap<String, String>();
    for (String name : List.of("sluice.db", "sluice.db-wal")) {
      Path path = directory.resolve(name);
      // An empty -wal file says as little as none.
      if (Files.exists(path) && (Files.size(path) > 0 || name.equals("sluice.db"))) {
        contents.put(name, HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  private void sql(String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var running = connection.createStatement()) {
      for (String statement : statements) {
        running.execute(statement);
      }
    }
  }
}
