package dev.sluice.store;

import dev.sluice.engine.port.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The database file and its connections.
final class Database {
  static final String FILE = "sluice.db";

  /// Before it, SQLite can lose commits in WAL mode.
  private static final String LEAST_SQLITE = "3.51.3";

  private static final int READERS = 4;
  private static final long LONGEST_WAIT_SECONDS = 30;
  private static final int MOST_JOURNAL_BYTES = 64 * 1024 * 1024;

  private final Path file;
  private final Connection writing;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);

  private Database(Path file, Connection writing) throws SQLException {
    this.file = file;
    this.writing = writing;
    for (int i = 0; i < READERS; i++) {
      readers.add(connect(file, true));
    }
  }

  /// Reads from the database.
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  static Database open(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      if (Files.exists(file)) {
        examine(file);
      } else {
        create(file);
      }
      Connection connection = connect(file, false);
      try {
        protect(file);
        Schema.migrate(connection, directory);
        Sql.run(connection, "UPDATE meta SET value = value + 1 WHERE name = 'epoch'");
        return new Database(file, connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unusable(file, e);
    }
  }

  /// Made under another name and then moved, so that the database is complete or not there: what is
  /// empty was emptied, and is never taken for new.
  private static void create(Path file) throws SQLException, IOException {
    if (Files.exists(file.resolveSibling(FILE + "-wal"))) {
      throw new StoreUnusableException(
          "%s is missing, but its -wal file is there. Put the database back, or start with another data directory."
              .formatted(file));
    }
    Path part = file.resolveSibling(FILE + ".new");
    for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
    }
    Files.createFile(part);
    protect(part);
    try (Connection connection = connect(part, false)) {
      requireGoodSqlite(connection);
      Schema.create(connection);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Looks at an existing file without changing anything of it or of its -wal file.
  private static void examine(Path file) throws SQLException, IOException {
    if (Files.size(file) == 0) {
      throw damaged(file, "it is empty");
    }
    try (Connection connection = connect(file, true)) {
      requireGoodSqlite(connection);
      long present = Sql.number(connection, "PRAGMA user_version");
      if (present > Schema.newest()) {
        throw new StoreUnusableException(
            "%s was written by a newer Sluice (its form is %d, this program knows %d). Use that version, or another data directory."
                .formatted(file, present, Schema.newest()));
      }
      String health =
          Sql.find(connection, row -> row.getString(1), "PRAGMA quick_check(1)").orElse("");
      if (!health.equals("ok")) {
        throw damaged(file, health);
      }
      if (present < 1) {
        throw new StoreUnusableException(
            "%s is a database of another program. Nothing was changed. Move it away, or start with another data directory."
                .formatted(file));
      }
    }
  }

  /// Looks through all of it. Unlike the look at every start this goes through each index as well,
  /// which a large database would wait for.
  static void requireWhole(Connection connection, Path file)
      throws SQLException, StoreUnusableException {
    String health =
        Sql.find(connection, row -> row.getString(1), "PRAGMA integrity_check(1)").orElse("");
    if (!health.equals("ok")) {
      throw damaged(file, health);
    }
  }

  /// The same beside everything else that is done: on a connection of its own, as of one moment.
  void requireWhole() throws IOException {
    try (var connection = connect(file, true)) {
      requireWhole(connection, file);
    } catch (SQLException e) {
      String why = String.valueOf(e.getMessage());
      throw isDamage(e)
          ? damaged(file, why)
          : new IOException("%s cannot be looked through: %s".formatted(file, why), e);
    }
  }

  private static void requireGoodSqlite(Connection connection)
      throws SQLException, StoreUnusableException {
    String sqlite =
        Sql.find(connection, row -> row.getString(1), "SELECT sqlite_version()").orElse("");
    if (Runtime.Version.parse(sqlite).compareTo(Runtime.Version.parse(LEAST_SQLITE)) < 0) {
      throw new StoreUnusableException(
          "SQLite %s can lose commits; %s or newer is needed.".formatted(sqlite, LEAST_SQLITE));
    }
  }

  private static Connection connect(Path file, boolean readOnly) throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(5_000);
    config.enforceForeignKeys(true);
    if (!readOnly) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setJournalSizeLimit(MOST_JOURNAL_BYTES);
    }
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    Sql.run(connection, "PRAGMA trusted_schema = OFF");
    // On macOS fsync alone leaves the bytes in the drive's cache; elsewhere this does nothing.
    Sql.run(connection, "PRAGMA fullfsync = ON");
    return connection;
  }

  /// SQLite gives the files beside the database the same mode.
  static void protect(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static IOException unusable(Path file, SQLException e) {
    return isDamage(e)
        ? damaged(file, String.valueOf(e.getMessage()))
        : new StoreUnusableException("%s cannot be opened: %s".formatted(file, e.getMessage()), e);
  }

  private static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException failure
        && (failure.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
            || failure.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT);
  }

  static StoreUnusableException damaged(Path file, String how) {
    return new StoreUnusableException(
        "%s is damaged (%s). Nothing was changed. Put a backup in its place (with its -wal file moved away), or start with another data directory."
            .formatted(file, how));
  }

  Connection writing() {
    return writing;
  }

  <T> T read(Query<T> query) {
    try {
      Connection connection = readers.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
      if (connection == null) {
        throw new UncheckedIOException(new IOException("no connection to the database is free"));
      }
      try {
        return query.run(connection);
      } finally {
        readers.add(connection);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  static UncheckedIOException failed(SQLException e) {
    if (e instanceof SQLiteException failure
        && failure.getResultCode() == SQLiteErrorCode.SQLITE_FULL) {
      return new Store.FullException("The disk with the engine's database is full.", e);
    }
    if (isDamage(e)) {
      return new Store.DamagedException("The database is damaged: " + e.getMessage(), e);
    }
    return new Store.FailedException("The database failed: " + e.getMessage(), e);
  }

  void close() {
    try {
      for (Connection reader : readers) {
        reader.close();
      }
      writing.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
