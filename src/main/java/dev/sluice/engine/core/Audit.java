package dev.sluice.engine.core;

import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.port.Store;
import dev.sluice.engine.port.Store.AuditRecord;
import dev.sluice.engine.port.Store.Change;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Records every changing call (R68): one that is accepted in the same transaction as its change,
/// one that is refused by itself.
final class Audit {
  private final Kernel kernel;
  private final String caller;

  Audit(Kernel kernel, String caller) {
    this.kernel = kernel;
    this.caller = caller;
  }

  String caller() {
    return caller;
  }

  /// A call that is being made.
  record Call(String action, String target, String remark) {
    Call shortened() {
      return new Call(action, target, remark.substring(0, ConfigurationRules.LONGEST_REMARK));
    }
  }

  void accepted(Work work, Call call, Optional<String> before, Optional<String> after) {
    work.audit(
        new AuditRecord(
            0,
            work.now(),
            caller,
            call.action(),
            call.target(),
            call.remark(),
            "accepted",
            before,
            after));
  }

  /// Records a call that changes nothing else in the store.
  void accepted(Call call) {
    record(call, "accepted");
  }

  private void record(Call call, String outcome) {
    var entry =
        new AuditRecord(
            0,
            kernel.now(),
            caller,
            call.action(),
            call.target(),
            call.remark(),
            outcome,
            Optional.empty(),
            Optional.empty());
    kernel.store.commit(List.of(new Change.AddAudit(entry)));
  }

  /// Makes the call; when it is refused, records that. What cannot be written is not done either.
  <T> T recording(Call call, Supplier<T> body) {
    try {
      return call.remark().length() > ConfigurationRules.LONGEST_REMARK
          ? recordingRefusals(
              call.shortened(),
              () -> {
                throw remarkTooLong();
              })
          : recordingRefusals(call, body);
    } catch (Store.FullException e) {
      throw Problems.noSpace(String.valueOf(e.getMessage()));
    } catch (Store.DamagedException e) {
      throw Problems.storeDamaged(String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException remarkTooLong() {
    return Problems.invalid(
        List.of(Violations.tooLong("remark", ConfigurationRules.LONGEST_REMARK)));
  }

  private <T> T recordingRefusals(Call call, Supplier<T> body) {
    try {
      return body.get();
    } catch (ProblemException refused) {
      record(call, refused.problem().code());
      throw refused;
    }
  }
}
