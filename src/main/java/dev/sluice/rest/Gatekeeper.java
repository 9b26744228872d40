package dev.sluice.rest;

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

  private final AdminToken token;

  /// One failed try at a time is made to wait, so guessing is slow and nobody else is held up.
  private final Semaphore guessing = new Semaphore(1);

  Gatekeeper(AdminToken token) {
    this.token = token;
  }

  void checkAddress(Request request) {
    String host = Request.getServerName(request);
    if (!OWN_NAMES.contains(host)) {
      throw Refusals.foreignHost(host);
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null) {
      throw Refusals.foreignOrigin(origin);
    }
  }

  void checkToken(Request request) {
    var given =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .filter(value -> value.startsWith(BEARER))
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
      guessing.acquire();
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
