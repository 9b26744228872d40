package dev.sluice.domain.history;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The fingerprint of a configuration, by which a snapshot shows that it never changed (R49).
public final class ConfigurationDigest {
  private ConfigurationDigest() {}

  /// `sha256:` and 64 hexadecimal digits over every field, the order of lists included.
  ///
  /// A secret counts with its name but not with its value: the digest is shown to readers, and a
  /// short secret could be guessed from it. So a masked configuration has the digest of the whole
  /// one, and whoever keeps secrets has to protect their values by other means.
  public static String of(Configuration configuration) {
    return "sha256:" + HexFormat.of().formatHex(sha256(canonical(configuration)));
  }

  /// One line per field, the text with its length before it, so that no text can pass for two. A
  /// field that configurations have got since is left out while it has its default, or the digests
  /// of older snapshots would no longer be true.
  private static String canonical(Configuration configuration) {
    var text = new StringBuilder("configuration 1\n");
    for (var field : ConfigurationFields.of(configuration)) {
      String value = field.secret() ? "" : field.text().orElse("");
      if (field.path().equals(ConfigurationFields.PROTOCOL)
          && value.equals(Protocol.HTTP1.name())) {
        continue;
      }
      text.append(field.path().length()).append(' ').append(field.path());
      text.append(field.secret() ? " secret " : " text ");
      text.append(value.length()).append(' ').append(value).append('\n');
    }
    return text.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
