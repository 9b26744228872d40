package dev.sluice.gateway.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/// Writes answers; knows that the one to HEAD has no body whatever its headers say.
final class AnswerEncoder extends HttpResponseEncoder {
  private boolean head;

  /// A request with this method is to be answered next.
  void answering(HttpMethod method) {
    head = method.equals(HttpMethod.HEAD);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse answer) {
    return head || super.isContentAlwaysEmpty(answer);
  }
}
