package dev.sluice.gateway.http;

import dev.sluice.domain.service.VersionName;
import dev.sluice.gateway.route.Refusal;

/// The answers that the proxy itself gives.
final class Refusals {
  private static final String ORIGIN_ACTION =
      "Try again; if it lasts, look at the version's instances and logs.";

  private Refusals() {}

  static Refusal badRequest(String detail) {
    return new Refusal(
        400, "bad-request", "Bad request", detail, "Send a request that keeps to RFC 9112.");
  }

  static Refusal headTooLarge(String detail) {
    return new Refusal(
        431, "head-too-large", "Request head too large", detail, "Send fewer or shorter headers.");
  }

  static Refusal targetTooLong(int limit) {
    return new Refusal(
        414,
        "target-too-long",
        "Request target too long",
        "The request line is longer than " + limit + " bytes.",
        "Send a shorter URL.");
  }

  static Refusal unsupported(String detail) {
    return new Refusal(
        501, "not-supported", "Not supported", detail, "Send the request without it.");
  }

  static Refusal unsupportedVersion(String detail) {
    return new Refusal(
        505, "version-not-supported", "HTTP version not supported", detail, "Use HTTP/1.1.");
  }

  static Refusal tooSlow() {
    return new Refusal(
        408,
        "request-too-slow",
        "Request too slow",
        "The request was not complete in time.",
        "Send it again, faster.");
  }

  static Refusal unreachable(VersionName version) {
    return new Refusal(
        502,
        "origin-unreachable",
        "Instance unreachable",
        "The instance of version '" + version + "' accepts no connection.",
        ORIGIN_ACTION);
  }

  static Refusal otherProtocol(VersionName version) {
    return new Refusal(
        502,
        "origin-protocol",
        "Instance speaks another protocol",
        "The instance of version '" + version + "' does not speak HTTP/2 without TLS.",
        "Set the version's protocol to HTTP1, or let its program speak HTTP/2 by prior knowledge.");
  }

  static Refusal broken(VersionName version) {
    return new Refusal(
        502,
        "origin-closed",
        "No answer from the instance",
        "The instance of version '" + version + "' closed the connection without an answer.",
        ORIGIN_ACTION);
  }

  static Refusal malformed(VersionName version, String detail) {
    return new Refusal(
        502,
        "origin-malformed",
        "Malformed answer from the instance",
        "The instance of version '" + version + "' sent an answer that breaks HTTP: " + detail,
        "Correct the program; its answers must keep to RFC 9112.");
  }

  static Refusal originTooSlow(VersionName version) {
    return new Refusal(
        504,
        "origin-timeout",
        "Instance too slow",
        "The instance of version '" + version + "' did not answer in time.",
        ORIGIN_ACTION);
  }
}
