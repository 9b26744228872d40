package dev.sluice.engine.port;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.Snapshot;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The truth, on disk. One engine has it open at a time. Methods block and may be called from any
/// thread; reading never waits for writing.
///
/// A failure of the disk is a [FailedException], a [FullException] where it is full and a
/// [DamagedException] where what is on it is not what was written; whatever was being committed is
/// then not there.
public interface Store extends AutoCloseable {

  /// What was asked for could not be done; trying again may help.
  class FailedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    public FailedException(String message, Throwable cause) {
      super(message, new IOException(message, cause));
    }
  }

  /// There is no room for what was to be committed. Everything that was committed is still there.
  final class FullException extends FailedException {
    private static final long serialVersionUID = 1;

    public FullException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// What is stored is damaged, and nothing more is written to it. The message says what to do.
  final class DamagedException extends FailedException {
    private static final long serialVersionUID = 1;

    public DamagedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Everything a starting engine needs.
  Contents load();

  /// Makes all of `changes` durable in one transaction, or none of them. When this returns they
  /// survive a crash of the computer (R71).
  ///
  /// @return the numbers given to the changes that are [Change.AddEvent]s, in their order; no
  ///   number is ever left out or given twice
  List<Long> commit(List<Change> changes);

  /// Newest first.
  Slice<Snapshot> snapshots(VersionName version, long offset, int limit);

  /// Checked against its digest when read.
  Optional<Snapshot> snapshot(SnapshotId id);

  /// Newest first; all when neither is given.
  Slice<Operation> operations(
      Optional<ServiceName> service, Optional<VersionName> version, long offset, int limit);

  Optional<Operation> operation(OperationId id);

  /// The greatest number that a version of a service of that name ever had; 0 when none had one.
  /// Knows those of deleted services as well, because their operations stay (R6).
  int lastVersion(ServiceName service);

  /// Newest first.
  Slice<TrafficRecord> trafficHistory(ServiceName service, long offset, int limit);

  /// Newest first.
  Slice<AuditRecord> audit(long offset, int limit);

  /// Events with numbers above `after`, oldest first.
  List<EventRecord> eventsAfter(long after, int limit);

  /// The number of the newest event, 0 when there never was one, and of the oldest that is kept.
  EventRange eventRange();

  @Override
  void close();

  /// @param epoch how often this store was opened, counting this time; never given twice
  /// @param operations those whose state is not final
  /// @param traffic the present policy of each service that ever had one set
  /// @param lastOperation the greatest number ever given to an operation
  record Contents(
      long epoch,
      List<ServiceRecord> services,
      List<TrafficRecord> traffic,
      List<VersionRecord> versions,
      List<Operation> operations,
      long lastOperation) {}

  /// Part of a list, and how many there are in all.
  record Slice<T>(List<T> items, long total) {}

  /// One thing to write.
  sealed interface Change {

    record PutService(ServiceRecord service) implements Change {}

    /// With its traffic history; its operations and audit stay.
    record DeleteService(ServiceName service) implements Change {}

    record PutVersion(VersionRecord version) implements Change {}

    /// With its snapshots (R60); its operations and audit stay.
    record DeleteVersion(VersionName version) implements Change {}

    /// Becomes the present policy of its service.
    record AddTraffic(TrafficRecord traffic) implements Change {}

    record PutOperation(Operation operation) implements Change {}

    /// Never changed afterwards (R49).
    record AddSnapshot(Snapshot snapshot) implements Change {}

    /// @param payload without secrets; what it means is the engine's business
    record AddEvent(Instant at, String type, String payload) implements Change {}

    record AddAudit(AuditRecord entry) implements Change {}
  }

  /// @param number given by the store; 0 when it is to be written
  record AuditRecord(
      long number,
      Instant at,
      String by,
      String action,
      String target,
      String remark,
      String outcome,
      Optional<String> before,
      Optional<String> after) {}

  record EventRecord(long number, Instant at, String type, String payload) {}

  record EventRange(long oldest, long newest) {}
}
