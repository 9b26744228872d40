package dev.sluice.gateway.route;

/// What becomes of a request.
public sealed interface Choice {
  /// It goes to the claimed instance.
  record To(Claim claim) implements Choice {}

  /// The gateway answers itself.
  record Refused(Refusal refusal) implements Choice {}
}
