package dev.sluice.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts exactly the certificate a person has compared: no authority can vouch for another one,
/// and no name need stand in it, because the engine is recognised by the certificate itself.
final class PinnedTrust extends X509ExtendedTrustManager {
  private final Consumer<X509Certificate> check;

  private PinnedTrust(Consumer<X509Certificate> check) {
    this.check = check;
  }

  /// For connections to the engine with that certificate only.
  static SSLContext to(Fingerprint pinned) {
    return context(
        new PinnedTrust(
            shown -> {
              if (!Fingerprint.of(shown).equals(pinned)) {
                throw new OtherCertificate();
              }
            }));
  }

  /// For a look at a certificate, before anything is sent.
  static SSLContext looking(Consumer<X509Certificate> seen) {
    return context(new PinnedTrust(seen));
  }

  private static SSLContext context(PinnedTrust trust) {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS 1.3", e);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0) {
      throw new CertificateException("no certificate was shown");
    }
    try {
      check.accept(chain[0]);
    } catch (OtherCertificate e) {
      throw new CertificateException("another certificate than the one that was compared", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  /// Found again among the causes of a failed connection.
  static final class OtherCertificate extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
