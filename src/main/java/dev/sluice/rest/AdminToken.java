package dev.sluice.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The token that lets a caller in: 256 random bits in a file that only the engine's user can read.
/// In memory only its SHA-256 is kept.
public final class AdminToken {
  private static final String FILE = "admin.token";
  private static final int BYTES = 32;

  private final Path file;
  private final byte[] digest;

  private AdminToken(Path file, String token) {
    this.file = file;
    this.digest = sha256(token);
  }

  /// Reads the token of a data directory, or makes one the first time.
  ///
  /// @throws IOException when the file cannot be read or made, or holds no token
  public static AdminToken openOrCreate(Path dataDir) throws IOException {
    Path file = dataDir.resolve(FILE);
    if (!Files.exists(file)) {
      create(file);
    }
    OwnerOnlyFile.protect(file);
    String token = Files.readString(file).strip();
    if (token.length() < BYTES) {
      throw new IOException(
          "%s holds no token; delete it, and the engine makes a new one.".formatted(file));
    }
    return new AdminToken(file, token);
  }

  private static void create(Path file) throws IOException {
    var random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    OwnerOnlyFile.write(file, HexFormat.of().formatHex(random));
  }

  /// Where callers on this computer find it.
  public Path file() {
    return file;
  }

  /// Whether `token` is the one; takes the same time whatever it is.
  boolean matches(String token) {
    return MessageDigest.isEqual(digest, sha256(token));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
