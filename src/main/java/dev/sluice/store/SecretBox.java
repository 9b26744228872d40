package dev.sluice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Keeps the values of secrets unreadable in the database: AES-256-GCM, with a key in a file of its
/// own that only the engine's user can read. A copy of the database alone gives nothing away.
final class SecretBox {
  private static final String FILE = "secret.key";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final String ANY_SEALED =
      "SELECT EXISTS (SELECT 1 FROM version WHERE instr(document, '\"sealed\":'))"
          + " OR EXISTS (SELECT 1 FROM snapshot WHERE instr(document, '\"sealed\":'))";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();

  /// One for all, because looking for one takes longer than a secret does.
  private final Cipher cipher;

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES", e);
    }
  }

  /// The database remembers which key its secrets were sealed with. While it holds none, a missing
  /// or another key is replaced or taken.
  ///
  /// @throws StoreUnusableException when the key that the database's secrets need is not there
  /// @throws IOException when the key cannot be read or made
  static SecretBox open(Path directory, Connection connection) throws IOException, SQLException {
    Path file = directory.resolve(FILE);
    var known =
        Sql.find(connection, row -> row.getLong(1), "SELECT value FROM meta WHERE name = 'key'");
    boolean needed = known.isPresent() && Sql.number(connection, ANY_SEALED) > 0;
    if (!Files.exists(file)) {
      if (needed) {
        throw missing(file, "is missing");
      }
      create(file);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != KEY_BYTES) {
      throw missing(file, "is not a key of %d bytes".formatted(KEY_BYTES));
    }
    long mark = mark(key);
    if (needed && known.get() != mark) {
      throw missing(file, "is the key of another database");
    }
    Sql.run(connection, "INSERT OR REPLACE INTO meta VALUES ('key', ?)", mark);
    return new SecretBox(key);
  }

  private static StoreUnusableException missing(Path file, String how) {
    return new StoreUnusableException(
        "%s %s, and the database holds secrets that only the right one opens. Put it back, or start with another data directory."
            .formatted(file, how));
  }

  /// Tells keys apart and gives nothing of them away.
  private static long mark(byte[] key) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// On the disk before anything is sealed with it.
  private static void create(Path file) throws IOException {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path part = file.resolveSibling(FILE + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part);
    Database.protect(part);
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(key));
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String seal(String plain) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain.getBytes(StandardCharsets.UTF_8));
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return Base64.getEncoder().encodeToString(all);
  }

  String open(String sealed) {
    byte[] all = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    byte[] plain =
        run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE_BYTES, all.length));
    return new String(plain, StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes) {
    lock.lock();
    try {
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a stored secret cannot be read: the file secret.key is not the one it was stored with",
          e);
    } finally {
      lock.unlock();
    }
  }
}
