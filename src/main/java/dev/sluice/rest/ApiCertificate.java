package dev.sluice.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The certificate by which the API is known over TLS, with its key: one that the operator gives,
/// or one that the engine makes for itself at its first start and keeps.
public final class ApiCertificate {
  private static final System.Logger LOG = System.getLogger(ApiCertificate.class.getName());
  private static final String CERTIFICATE = "api.crt";
  private static final String KEY = "api.key";
  private static final String CERTIFICATE_PEM = "CERTIFICATE";
  private static final String KEY_PEM = "PRIVATE KEY";
  private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();

  /// Of a key store that is never written.
  private static final char[] NO_PASSWORD = new char[0];

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ApiCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /// Reads the certificate of a data directory, or makes one the first time, signed by itself. It
  /// stays the same from then on, also when the engine gets other names, because consoles know it
  /// by its fingerprint.
  ///
  /// @param subject whom it is for, for people
  /// @param names and addresses of the engine
  /// @throws IOException with a sentence, when it can neither be read nor made
  public static ApiCertificate openOrCreate(
      Path dataDir, String subject, Collection<String> names, Instant now, SecureRandom random)
      throws IOException {
    Path certificate = dataDir.resolve(CERTIFICATE);
    Path key = dataDir.resolve(KEY);
    if (!Files.exists(certificate)) {
      var made = new SelfSigned(subject, new TreeSet<>(names), now).make(random);
      OwnerOnlyFile.write(key, pem(KEY_PEM, made.key().getEncoded()));
      // Last: without it neither counts.
      OwnerOnlyFile.write(certificate, pem(CERTIFICATE_PEM, encoded(made.certificate())));
    }
    OwnerOnlyFile.protect(key);
    var read = of(certificate, key);
    read.complain(names, now);
    return read;
  }

  /// Reads a pair of PEM files.
  ///
  /// @param certificate with the whole chain, the engine's own first
  /// @param key that belongs to it, in PKCS #8, without a passphrase
  /// @throws IOException with a sentence that names the file
  public static ApiCertificate of(Path certificate, Path key) throws IOException {
    var chain = chain(certificate);
    var secret = key(key, chain.getFirst());
    if (!belongs(secret, chain.getFirst())) {
      throw new IOException("The key " + key + " does not belong to " + certificate + ".");
    }
    return new ApiCertificate(chain, secret);
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    var chain = new ArrayList<X509Certificate>();
    try {
      var in = new ByteArrayInputStream(Files.readAllBytes(file));
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        chain.add((X509Certificate) one);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("The certificate " + file + " cannot be read; it has to be PEM.", e);
    } catch (IOException e) {
      throw unreadable("certificate", file, e);
    }
    if (chain.isEmpty()) {
      throw new IOException("There is no certificate in " + file + "; it has to be PEM.");
    }
    return chain;
  }

  private static PrivateKey key(Path file, X509Certificate certificate) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw unreadable("key", file, e);
    }
    String begin = "-----BEGIN " + KEY_PEM + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END", from + 1);
    try {
      if (from >= 0 && to >= 0) {
        var bytes = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(bytes));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "The key "
              + file
              + " cannot be used with its certificate: it is of another kind, or"
              + " damaged.",
          e);
    }
    throw new IOException(
        "The key "
            + file
            + " has to be PEM in PKCS #8 without a passphrase; openssl pkcs8 -topk8 -nodes turns"
            + " others into that.");
  }

  private static IOException unreadable(String what, Path file, IOException cause) {
    String missing = Files.exists(file) ? " cannot be read: " + cause.getMessage() : " is missing";
    return new IOException("The %s %s%s.".formatted(what, file, missing), cause);
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) throws IOException {
    try {
      String algorithm =
          switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
          };
      var signing = Signature.getInstance(algorithm);
      byte[] sample = certificate.getEncoded();
      signing.initSign(key);
      signing.update(sample);
      byte[] signature = signing.sign();
      signing.initVerify(certificate.getPublicKey());
      signing.update(sample);
      return signing.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new IOException("A key of the kind " + key.getAlgorithm() + " cannot be used.", e);
    }
  }

  /// Of what other programs than consoles will not like. Not worth an engine that does not start.
  private void complain(Collection<String> names, Instant now) {
    var missing = new TreeSet<>(names);
    missing.removeAll(names());
    if (!missing.isEmpty()) {
      LOG.log(
          System.Logger.Level.INFO,
          "The certificate of the API is not for {0}. Consoles do not mind, other programs may;"
              + " without api.crt and api.key the engine makes a new one, whose fingerprint then has"
              + " to be compared anew everywhere.",
          String.join(", ", missing));
    }
    if (now.isAfter(chain.getFirst().getNotAfter().toInstant())) {
      LOG.log(System.Logger.Level.WARNING, "The certificate of the API has expired.");
    }
  }

  /// Names and addresses that it is for, lower case.
  Set<String> names() {
    try {
      var alternatives = chain.getFirst().getSubjectAlternativeNames();
      return alternatives == null
          ? Set.of()
          : alternatives.stream()
              .map(entry -> String.valueOf(entry.get(1)))
              .collect(Collectors.toUnmodifiableSet());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read before", e);
    }
  }

  /// The SHA-256 by which a person recognises it: 32 pairs of capital digits between colons.
  public String fingerprint() {
    try {
      return PAIRS.formatHex(
          MessageDigest.getInstance("SHA-256").digest(encoded(chain.getFirst())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What connections are secured with.
  SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("api", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key that was tried before", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read before", e);
    }
  }

  private static String pem(String kind, byte[] content) {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }
}
