package dev.sluice.rest;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.DeploymentEngine;
import java.io.IOException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// Serves the API over HTTP, to callers that know the token: on this computer, or over TLS. Each
/// request has a virtual thread of its own.
public final class ApiServer {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  /// Generous for a token and a few headers, small for a machine.
  private static final int LARGEST_HEAD = 16 * 1024;

  /// Many consoles with their streams; few enough to leave the engine its file descriptors.
  private static final int MOST_CONNECTIONS = 1_000;

  private static final long IDLE_MILLIS = 120_000;
  private static final long STOP_MILLIS = 3_000;

  private final Server server;
  private final ServerConnector connector;
  private final ApiHandler handler;
  private final String host;

  /// Of an engine that no gateway belongs to, on this computer only.
  ///
  /// @param host a loopback address
  public ApiServer(DeploymentEngine engine, String host, int port, AdminToken token) {
    this(engine, GatewayCounts.none(), ApiEntry.loopback(host, port), token);
  }

  /// @param counts what `/metrics` tells of the gateway
  public ApiServer(
      DeploymentEngine engine, GatewayCounts counts, ApiEntry entry, AdminToken token) {
    this.host = entry.host();
    this.server = new Server(new VirtualThreadPool());
    this.connector = new ServerConnector(server, 1, 1, connections(entry));
    connector.setHost(entry.host());
    connector.setPort(entry.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    this.handler = new ApiHandler(engine, counts, entry, token);
    server.setHandler(handler);
    server.setErrorHandler(new BareProblems());
    server.setStopTimeout(STOP_MILLIS);
  }

  /// With a certificate, who begins without TLS is let in so far as to be told.
  private static ConnectionFactory[] connections(ApiEntry entry) {
    var http = new HttpConnectionFactory(configuration());
    return entry
        .certificate()
        .map(ApiServer::tls)
        .map(tls -> new SslConnectionFactory(tls, http.getProtocol()))
        .map(tls -> new ConnectionFactory[] {new DetectorConnectionFactory(tls), http})
        .orElseGet(() -> new ConnectionFactory[] {http});
  }

  private static SslContextFactory.Server tls(ApiCertificate certificate) {
    var tls = new SslContextFactory.Server();
    tls.setSslContext(certificate.context());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setRenegotiationAllowed(false);
    return tls;
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    configuration.setRequestHeaderSize(LARGEST_HEAD);
    // Whom the certificate names is of no matter: consoles know it by its fingerprint.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    return configuration;
  }

  /// Begins to serve.
  ///
  /// @return the port
  /// @throws IOException when the address cannot be listened on, with a sentence that says so
  public int start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException(
          "The API cannot listen on %s:%d: %s. Choose another with --listen, or end what uses it."
              .formatted(host, connector.getPort(), e.getMessage()),
          e);
    } catch (Exception e) {
      throw new IOException("The API did not start: " + e.getMessage(), e);
    }
    return connector.getLocalPort();
  }

  /// Takes no further request, ends the streams of events, and lets other calls under way finish, a
  /// few seconds at most.
  public void stop() {
    var _ = connector.shutdown();
    handler.endStreams();
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // Jetty says which calls it had to cut off; it has stopped all the same.
      LOG.log(WARNING, "Calls of the API were still under way when it stopped.", e);
    }
  }
}
