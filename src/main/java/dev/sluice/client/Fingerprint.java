package dev.sluice.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/// The SHA-256 of a certificate, by which a person recognises an engine and a client trusts it.
///
/// @param text 32 pairs of capital digits between colons, as other tools print it
public record Fingerprint(String text) {
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();
  private static final int BYTES = 32;

  /// @throws IllegalArgumentException when `text` is no such fingerprint
  public Fingerprint {
    text = text.strip().toUpperCase(Locale.ROOT);
    if (PAIRS.parseHex(text).length != BYTES) {
      throw new IllegalArgumentException("not a SHA-256 fingerprint: " + text);
    }
  }

  public static Fingerprint of(X509Certificate certificate) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Fingerprint(PAIRS.formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that cannot be written", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
