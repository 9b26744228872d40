package dev.sluice.rest;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what never became a call, such as a request line that cannot be read: as a problem like
/// every other refusal, and without Jetty's page.
final class BareProblems extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var answer = Refusals.unreadable(response.getStatus() < 400 ? 500 : response.getStatus());
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put("Cache-Control", "no-store");
    // Jetty ends the connection, where the next request cannot be told from the rest of this one.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, answer.body(), callback);
    return true;
  }
}
