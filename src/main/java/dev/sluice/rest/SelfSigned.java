package dev.sluice.rest;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;

/// Makes a certificate that nobody vouches for but its own key (RFC 5280). It is for servers only:
/// whoever trusts it trusts this engine and nothing that its key might sign.
///
/// @param subject whom it is for, for people
/// @param names and addresses that it is for, for programs
record SelfSigned(String subject, Collection<String> names, Instant now) {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";

  /// Clocks differ.
  private static final Period BEFORE = Period.ofDays(1);

  /// Consoles know it by its fingerprint and look at no date; others would have to be told of a new
  /// one.
  private static final Period VALID = Period.ofYears(10);

  /// The most that a common name may have (RFC 5280, appendix A).
  private static final int LONGEST_NAME = 64;

  private static final int SERIAL_BITS = 127;

  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";

  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  /// A certificate, as the JDK has read it, and its key.
  record Made(X509Certificate certificate, PrivateKey key) {}

  Made make(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      var keys = generator.generateKeyPair();
      byte[] content = content(keys.getPublic(), new BigInteger(SERIAL_BITS, random));
      var signature = Signature.getInstance(SIGNATURE);
      signature.initSign(keys.getPrivate(), random);
      signature.update(content);
      byte[] whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
      var read =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
      return new Made((X509Certificate) read, keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + SIGNATURE + " with " + CURVE, e);
    }
  }

  private byte[] content(PublicKey key, BigInteger serial) throws GeneralSecurityException {
    var today = now.atZone(ZoneOffset.UTC);
    byte[] name = name();
    return Der.sequence(
        Der.around(0, Der.integer(BigInteger.TWO)), // version 3
        Der.integer(serial.add(BigInteger.ONE)), // never 0
        ECDSA_WITH_SHA256,
        name,
        Der.sequence(
            Der.time(today.minus(BEFORE).toInstant()), Der.time(today.plus(VALID).toInstant())),
        name,
        key.getEncoded(),
        Der.around(
            3,
            Der.sequence(
                extension(SUBJECT_KEY, Der.octets(digest(key))),
                critical(BASIC_CONSTRAINTS, Der.sequence()), // no authority
                extension(EXTENDED_KEY_USAGE, Der.sequence(Der.identifier(SERVER))),
                alternatives())));
  }

  private byte[] name() {
    String text = subject.substring(0, Math.min(LONGEST_NAME, subject.length()));
    return Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.text(text))));
  }

  /// Nothing where there are none: an empty list is not allowed.
  private byte[] alternatives() {
    if (names.isEmpty()) {
      return new byte[0];
    }
    var alternatives =
        names.stream()
            .map(
                name ->
                    address(name)
                        .map(address -> Der.as(ADDRESS, address.getAddress()))
                        .orElseGet(() -> Der.as(DNS_NAME, Der.ascii(name))));
    return extension(ALTERNATIVE_NAMES, Der.sequence(alternatives.toArray(byte[][]::new)));
  }

  /// Empty for a name.
  private static Optional<InetAddress> address(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(PublicKey key) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
  }

  private static byte[] extension(String id, byte[] value) {
    return Der.sequence(Der.identifier(id), Der.octets(value));
  }

  private static byte[] critical(String id, byte[] value) {
    return Der.sequence(Der.identifier(id), Der.yes(), Der.octets(value));
  }
}
