package dev.sluice.rest;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Lets in who knows the token and calls the engine by its own name.
final class Gatekeeper {
  private static final String BEARER = "Bearer ";
  private static final long PAUSE_MILLIS = 250;
  private static final long LONGEST_QUEUE_MILLIS = 2_000;

  private final AdminToken token;
  private final OwnNames names;
  private final boolean tls;

  /// One failed try at a time is made to wait, so guessing is slow and nobody else is held up.
  private final Semaphore guessing = new Semaphore(1);

  Gatekeeper(ApiEntry entry, AdminToken token) {
    this.token = token;
    this.names = new OwnNames(entry.names());
    this.tls = entry.certificate().isPresent();
  }

  /// Nobody is to get used to sending a token in the clear.
  void checkTls(Request request) {
    if (tls && !request.isSecure()) {
      throw Refusals.needsTls();
    }
  }

  void checkAddress(Request request) {
    String host = Request.getServerName(request);
    int port = Request.getServerPort(request);
    if (!(request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress own)
        || !names.contain(host, port, own)) {
      throw Refusals.foreignHost(host + ":" + port);
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null) {
      throw Refusals.foreignOrigin(origin);
    }
  }

  void checkToken(Request request) {
    var given =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip());
    if (given.filter(token::matches).isPresent()) {
      return;
    }
    if (given.isPresent()) {
      pause();
    }
    throw Refusals.noToken();
  }

  private void pause() {
    try {
      if (!guessing.tryAcquire(LONGEST_QUEUE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw Refusals.tooManyGuesses();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } finally {
        guessing.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
