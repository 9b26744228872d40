package dev.sluice.gateway.http;

import dev.sluice.gateway.route.Refusal;
import java.io.Serial;

/// A message that must not be passed on. Has no stack trace: it says what the other side did wrong,
/// not what we did.
final class BadMessageException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  BadMessageException(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  static BadMessageException of(String detail) {
    return new BadMessageException(Refusals.badRequest(detail));
  }

  Refusal refusal() {
    return refusal;
  }

  String detail() {
    return refusal.detail();
  }
}
