package dev.sluice.engine.port;

/// Requests by the class of their answer's status.
///
/// @param informational 1xx that ended the request: 101
/// @param clientErrors 4xx; also 499, where the user agent went away before the answer was whole
/// @param serverErrors 5xx, and answers that broke off
public record StatusCounts(
    long informational, long successful, long redirected, long clientErrors, long serverErrors) {
  public static final StatusCounts NONE = new StatusCounts(0, 0, 0, 0, 0);

  public long total() {
    return informational + successful + redirected + clientErrors + serverErrors;
  }

  public StatusCounts plus(StatusCounts other) {
    return new StatusCounts(
        informational + other.informational,
        successful + other.successful,
        redirected + other.redirected,
        clientErrors + other.clientErrors,
        serverErrors + other.serverErrors);
  }
}
