package dev.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.gateway.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiCertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final List<String> NAMES =
      List.of("deploy.example.com", "192.0.2.2", "fd00:0:0:0:0:0:0:2");

  @TempDir Path folder;

  private ApiCertificate own(Instant now) throws IOException {
    return ApiCertificate.openOrCreate(folder, "Sluice engine", NAMES, now, new SecureRandom());
  }

  private X509Certificate parsed() throws Exception {
    try (var in = Files.newInputStream(folder.resolve("api.crt"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  @DisplayName("the JDK reads the engine's own certificate: names, dates, use, signed by itself")
  void made() throws Exception {
    var made = own(NOW);

    var read = parsed();
    read.verify(read.getPublicKey());
    read.checkValidity(Date.from(NOW));
    read.checkValidity(Date.from(NOW.plusSeconds(3_600L * 24 * 3_650)));
    assertEquals("CN=Sluice engine", read.getSubjectX500Principal().getName());
    assertEquals(read.getSubjectX500Principal(), read.getIssuerX500Principal());
    assertEquals(-1, read.getBasicConstraints(), "it must not vouch for others");
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), read.getExtendedKeyUsage());
    assertEquals(Set.copyOf(NAMES), made.names());
    assertEquals(3, read.getVersion());
    assertTrue(read.getSerialNumber().bitLength() > 64 && read.getSerialNumber().signum() > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-25T12:00:00Z", "2049-12-31T23:59:59Z", "2050-06-01T00:00:00Z"})
  @DisplayName("it is valid for ten years from a day ago, on both sides of 2050")
  void dates(String now) throws Exception {
    own(Instant.parse(now));

    var first = Instant.parse(now).minusSeconds(24 * 3_600);
    assertEquals(first, parsed().getNotBefore().toInstant());
    assertEquals(
        Integer.parseInt(now.substring(0, 4)) + 10 + now.substring(4),
        parsed().getNotAfter().toInstant().toString());
  }

  @Test
  @DisplayName("it is made once: a restarted engine shows the same, also under other names")
  void kept() throws Exception {
    String print = own(NOW).fingerprint();

    var again =
        ApiCertificate.openOrCreate(
            folder, "other", List.of("other.example"), NOW.plusSeconds(9), new SecureRandom());

    assertEquals(print, again.fingerprint());
    Files.delete(folder.resolve("api.crt"));
    assertNotEquals(print, own(NOW).fingerprint());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @DisplayName("only the engine's user can read its key, also one that lay open before")
  void permissions() throws Exception {
    own(NOW);
    var key = folder.resolve("api.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    own(NOW);

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  @DisplayName("OpenSSL reads it as we do, accepts its signature and prints the same fingerprint")
  void openSsl() throws Exception {
    String print = own(NOW).fingerprint();
    String file = folder.resolve("api.crt").toString();
    assumeTrue(run("openssl", "version").startsWith("OpenSSL"), "no openssl here");

    String said = run("openssl", "x509", "-in", file, "-noout", "-fingerprint", "-sha256");
    assertTrue(said.contains("=" + print), said);
    String text = run("openssl", "x509", "-in", file, "-noout", "-text");
    assertTrue(text.contains("DNS:deploy.example.com"), text);
    assertTrue(text.contains("IP Address:192.0.2.2"), text);
    String verified =
        run("openssl", "verify", "-attime", "1795608000", "-x509_strict", "-CAfile", file, file);
    assertTrue(verified.contains("api.crt: OK"), verified);
  }

  private static String run(String... command) throws Exception {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  @DisplayName("a pair that the operator gives is used as it is")
  void given() throws Exception {
    TestCertificates.write(folder, "deploy", "deploy.example.com");

    var given = ApiCertificate.of(folder.resolve("deploy.crt"), folder.resolve("deploy.key"));

    assertEquals(Set.of("deploy.example.com"), given.names());
    assertTrue(given.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), given.fingerprint());
  }

  @Test
  @DisplayName("files that cannot be used are refused in a sentence that names the file")
  void refused() throws Exception {
    TestCertificates.write(folder, "one", "one.example");
    TestCertificates.write(folder, "two", "two.example");
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("old"), "-----BEGIN EC PRIVATE KEY-----\nAA==\n");
    Files.writeString(folder.resolve("bad"), "-----BEGIN PRIVATE KEY-----\nAA==\n-----END");

    var said = new ArrayList<String>();
    for (String pair :
        List.of(
            "one.crt two.key",
            "none one.key",
            "empty one.key",
            "one.crt none",
            "one.crt old",
            "one.crt bad")) {
      var files = pair.split(" ", -1);
      var refused =
          assertThrows(
              IOException.class,
              () -> ApiCertificate.of(folder.resolve(files[0]), folder.resolve(files[1])),
              pair);
      said.add(String.valueOf(refused.getMessage()).replace(folder + "/", ""));
    }

    assertEquals(
        List.of(
            "The key two.key does not belong to one.crt.",
            "The certificate none is missing.",
            "There is no certificate in empty; it has to be PEM.",
            "The key none is missing.",
            "The key old has to be PEM in PKCS #8 without a passphrase; openssl pkcs8 -topk8 -nodes"
                + " turns others into that.",
            "The key bad cannot be used with its certificate: it is of another kind, or damaged."),
        said);
  }
}
