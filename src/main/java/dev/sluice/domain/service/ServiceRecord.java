package dev.sluice.domain.service;

import java.time.Instant;

/// What the engine keeps of one service, beside its traffic policy and its versions.
///
/// @param publicAccess whether its domain answers (R4)
/// @param frozen whether its instances are stopped, or being stopped, until it is unfrozen (R5)
/// @param lastVersion the greatest number ever given to a version of it (R6)
/// @param revision grows with every change of the service itself
public record ServiceRecord(
    ServiceName name,
    boolean publicAccess,
    boolean frozen,
    int lastVersion,
    long revision,
    Instant createdAt,
    Instant updatedAt) {

  /// A service without a version yet.
  ///
  /// @param lastVersion the greatest number of a version of an earlier service with that name (R6)
  public static ServiceRecord created(
      ServiceName name, boolean publicAccess, int lastVersion, Instant now) {
    return new ServiceRecord(name, publicAccess, false, lastVersion, 1, now, now);
  }

  public ServiceRecord withPublicAccess(boolean changed, Instant now) {
    return new ServiceRecord(name, changed, frozen, lastVersion, revision + 1, createdAt, now);
  }

  public ServiceRecord withFrozen(boolean changed, Instant now) {
    return new ServiceRecord(
        name, publicAccess, changed, lastVersion, revision + 1, createdAt, now);
  }

  /// The same after one more version was made of it (R6).
  public ServiceRecord withNextVersion(Instant now) {
    return new ServiceRecord(
        name, publicAccess, frozen, lastVersion + 1, revision + 1, createdAt, now);
  }
}
