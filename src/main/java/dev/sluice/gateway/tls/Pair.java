package dev.sluice.gateway.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// A certificate with its key, ready for use.
///
/// @param names that the certificate is for, lower case
/// @param stamp tells whether the files have changed
record Pair(List<String> names, SslContext context, Stamp stamp) {
  /// The `dNSName` of a subject alternative name (RFC 5280, section 4.2.1.6).
  private static final int DNS_NAME = 2;

  /// Size and time of both files.
  record Stamp(long size, long time, long keySize, long keyTime) {
    static Stamp of(Path certificate, Path key) throws IOException {
      return new Stamp(
          Files.size(certificate),
          Files.getLastModifiedTime(certificate).toMillis(),
          Files.size(key),
          Files.getLastModifiedTime(key).toMillis());
    }
  }

  /// @throws IOException with a sentence that names the file
  static Pair of(Path certificate, Path key) throws IOException {
    if (!Files.isReadable(key)) {
      throw new IOException("The certificate " + certificate + " has no key " + key + ".");
    }
    var stamp = Stamp.of(certificate, key);
    try (var chain = Files.newInputStream(certificate);
        var secret = Files.newInputStream(key)) {
      var context =
          SslContextBuilder.forServer(chain, secret)
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              // Those that HTTP/2 allows; the others are old.
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      ApplicationProtocolConfig.Protocol.ALPN,
                      ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                      ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2,
                      ApplicationProtocolNames.HTTP_1_1))
              .build();
      return new Pair(names(certificate), context, stamp);
    } catch (SSLException | CertificateException | IllegalArgumentException e) {
      throw new IOException(
          "The certificate " + certificate + " or its key cannot be used: " + reason(e) + ".", e);
    }
  }

  private static String reason(Throwable e) {
    return e.getCause() == null ? String.valueOf(e.getMessage()) : e + ", " + e.getCause();
  }

  private static List<String> names(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      var alternatives = certificate.getSubjectAlternativeNames();
      return alternatives == null
          ? List.of()
          : alternatives.stream()
              .filter(entry -> entry.getFirst().equals(DNS_NAME))
              .map(entry -> String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    }
  }

  boolean isOf(Path certificate, Path key) throws IOException {
    return Files.isReadable(key) && stamp.equals(Stamp.of(certificate, key));
  }
}
