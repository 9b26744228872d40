package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.domain.history.ConfigurationDigest;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.rollout.RolloutState;
import dev.sluice.domain.rollout.Spec;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Revision;
import dev.sluice.engine.port.Store.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsAtRestTest {
  private static final String CANARY = "canary-5d1f9b";
  private static final String VISIBLE = "visible-8c2e4a";

  @TempDir Path directory;
  private Snapshot snapshot;

  @BeforeEach
  void write() throws IOException {
    var configuration =
        StoredRecords.configuration("")
            .withEnvironment(
                List.of(
                    EnvironmentVariable.secret("KEY", CANARY),
                    EnvironmentVariable.plain("NAME", VISIBLE)));
    var base = StoredRecords.snapshot(StoredRecords.SHOP_1, 1);
    snapshot =
        new Snapshot(
            base.id(),
            base.version(),
            1,
            configuration,
            base.revision(),
            base.by(),
            base.remark(),
            base.operation(),
            base.createdAt(),
            ConfigurationDigest.of(configuration));
    var steady = new RolloutState.Steady(new Spec(Revision.FIRST, configuration));
    try (var store = SqliteStore.open(directory)) {
      store.commit(
          List.of(
              new Change.PutVersion(StoredRecords.version(StoredRecords.SHOP_1, steady)),
              new Change.AddSnapshot(snapshot)));
      assertTrue(found(VISIBLE), "the search finds nothing");
      assertFalse(found(CANARY), "the secret is in a file");
    }
  }

  @Test
  @DisplayName("a secret is in no file of the data directory, and is read back")
  void sealed() throws IOException {
    assertTrue(found(VISIBLE), "the search finds nothing");
    assertFalse(found(CANARY), "the secret is in a file");
    try (var store = SqliteStore.open(directory)) {
      assertEquals(Optional.of(snapshot), store.snapshot(snapshot.id()));
    }
  }

  @Test
  @DisplayName("a store with secrets whose key is missing is refused; no new key is made")
  void keyMissing() throws IOException {
    Files.delete(directory.resolve("secret.key"));

    var refusal =
        assertThrows(StoreUnusableException.class, () -> SqliteStore.open(directory).close());

    assertTrue(String.valueOf(refusal.getMessage()).contains("secret.key"), refusal.getMessage());
    assertFalse(Files.exists(directory.resolve("secret.key")));
  }

  @Test
  @DisplayName("a store with secrets is refused with another store's key")
  void otherKey() throws IOException {
    Files.write(directory.resolve("secret.key"), new byte[32]);

    var refusal =
        assertThrows(StoreUnusableException.class, () -> SqliteStore.open(directory).close());

    assertTrue(String.valueOf(refusal.getMessage()).contains("secret.key"), refusal.getMessage());
  }

  @Test
  @DisplayName("only the engine's user can read the files, from the first moment on")
  void modes() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    try (var store = SqliteStore.open(directory)) {
      store.commit(List.of(new Change.PutService(StoredRecords.service(StoredRecords.SHOP))));
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          assertEquals(
              "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
              file.toString());
        }
      }
    }
  }

  private boolean found(String text) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        // One character per byte, so that the text is found in the middle of anything.
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
