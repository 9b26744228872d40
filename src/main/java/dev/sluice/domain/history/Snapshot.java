package dev.sluice.domain.history;

import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import java.time.Instant;

/// A version's whole configuration as it stood before a successful redeploy or rollback (R47, R55).
/// Holds no traffic and never changes (R49).
///
/// @param number counts from 1 within the version
/// @param revision of the configuration it holds
/// @param by who started the operation that replaced it
/// @param remark why, in that person's words
/// @param operation that replaced it
/// @param digest `sha256:…` of the configuration, made when the snapshot was taken and checked when
///   it is read
public record Snapshot(
    SnapshotId id,
    VersionName version,
    int number,
    Configuration configuration,
    Revision revision,
    String by,
    String remark,
    OperationId operation,
    Instant createdAt,
    String digest) {

  /// What a reader may see.
  public Snapshot masked() {
    return new Snapshot(
        id,
        version,
        number,
        configuration.masked(),
        revision,
        by,
        remark,
        operation,
        createdAt,
        digest);
  }
}
