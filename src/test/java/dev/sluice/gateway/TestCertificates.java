package dev.sluice.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Makes certificates with the JDK's own tool, and trusts them.
public final class TestCertificates {
  private static final String PASSWORD = "password";

  private TestCertificates() {}

  /// Writes `name.crt` and `name.key` for these DNS names into `folder`.
  public static void write(Path folder, String name, String... dnsNames) throws Exception {
    var store = Files.createTempDirectory("sluice-keys").resolve("keys.p12");
    var alternatives = String.join(",", Stream.of(dnsNames).map(dns -> "dns:" + dns).toList());
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + alternatives,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem(
        folder.resolve(name + ".key"),
        "PRIVATE KEY",
        keys.getKey("key", PASSWORD.toCharArray()).getEncoded());
    pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("key").getEncoded());
    Files.delete(store);
    Files.delete(store.resolveSibling(""));
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  /// Trusts everybody: tests look at the certificate themselves.
  public static SSLContext trusting() throws Exception {
    var context = SSLContext.getInstance("TLS");
    var trust =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    context.init(null, new TrustManager[] {trust}, null);
    return context;
  }
}
