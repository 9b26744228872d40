package dev.sluice.rest;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Lets in who knows the token and calls the engine by its own name.
final class Gatekeeper {
  /// A page that made a name of its own point here (DNS rebinding) still says its name in `Host`.
  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private static final String BEARER = "Bearer ";
  private static final long PAUSE_MILLIS = 250;
  private static final long LONGEST_QUEUE_MILLIS = 2_000;

  private final AdminToken token;

  /// One failed try at a time is made to wait, so guessing is slow and nobody else is held up.
  private final Semaphore guessing = new Semaphore(1);

  Gatekeeper(AdminToken token) {
    this.token = token;
  }

  void checkAddress(Request request) {
    String host = Request.getServerName(request).toLowerCase(Locale.ROOT);
    int port = Request.getServerPort(request);
    if (!OWN_NAMES.contains(host) || port != ownPort(request)) {
      throw Refusals.foreignHost(host + ":" + port);
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null) {
      throw Refusals.foreignOrigin(origin);
    }
  }

  private static int ownPort(Request request) {
    return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress own
        ? own.getPort()
        : -1;
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
