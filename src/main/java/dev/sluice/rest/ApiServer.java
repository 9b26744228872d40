package dev.sluice.rest;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.DeploymentEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// Serves the API over HTTP, to callers on this computer that know the token. Each request has a
/// virtual thread of its own.
public final class ApiServer {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());

  /// Generous for a token and a few headers, small for a machine.
  private static final int LARGEST_HEAD = 16 * 1024;

  private static final long IDLE_MILLIS = 120_000;
  private static final long STOP_MILLIS = 3_000;

  private final Server server;
  private final ServerConnector connector;
  private final ApiHandler handler;
  private final String host;

  /// Of an engine that no gateway belongs to.
  public ApiServer(DeploymentEngine engine, String host, int port, AdminToken token) {
    this(engine, GatewayCounts.none(), host, port, token);
  }

  /// @param counts what `/metrics` tells of the gateway
  /// @param host a loopback address: further ones need TLS, which comes later
  /// @param port 0 for any free one
  /// @throws IllegalArgumentException when `host` is no loopback address
  public ApiServer(
      DeploymentEngine engine, GatewayCounts counts, String host, int port, AdminToken token) {
    if (!isLoopback(host)) {
      throw new IllegalArgumentException(
          "The API can only listen on this computer's loopback addresses (127.0.0.1, ::1) as yet,"
              + " not on '%s'.".formatted(host));
    }
    this.host = host;
    this.server = new Server(new VirtualThreadPool());
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    this.handler = new ApiHandler(engine, counts, token);
    server.setHandler(handler);
    server.setErrorHandler(new BareProblems());
    server.setStopTimeout(STOP_MILLIS);
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    configuration.setRequestHeaderSize(LARGEST_HEAD);
    return configuration;
  }

  private static boolean isLoopback(String host) {
    try {
      return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
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
