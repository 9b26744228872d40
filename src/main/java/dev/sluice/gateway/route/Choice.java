package dev.sluice.gateway.route;

import dev.sluice.domain.service.VersionName;

/// What becomes of a request.
public sealed interface Choice {
  /// It goes to the claimed instance.
  record To(Claim claim) implements Choice {}

  /// It waits until an instance of the version is started (R64); see [Router#await].
  ///
  /// @param assigned whether its user agent stays there from now on
  record Wait(VersionName version, boolean assigned) implements Choice {}

  /// The gateway answers itself.
  record Refused(Refusal refusal) implements Choice {}
}
