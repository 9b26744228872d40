package dev.sluice.engine.core;

import dev.sluice.domain.history.DiffEntry;
import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.history.SnapshotId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.Problem.Kind;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.api.VersionView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/// The engine's refusals, each sentence in one place. Codes are keys of the console's texts
/// (`problem.<code>` and `problem.<code>.action`, with the arguments named here).
final class Problems {
  /// In a sentence; the fields of the problem tell all of them.
  private static final int MOST_CHANGES_TOLD = 8;

  private Problems() {}

  static ProblemException unknownService(ServiceName service) {
    return of(
        Kind.NOT_FOUND,
        "unknownService",
        "",
        Map.of("service", service.value()),
        "There is no service '{service}'.",
        "Check its name in the list of services.");
  }

  static ProblemException unknownVersion(VersionName version) {
    return of(
        Kind.NOT_FOUND,
        "unknownVersion",
        "",
        Map.of("version", version.toString()),
        "There is no version '{version}'.",
        "Check its name in the service's list of versions.");
  }

  static ProblemException unknownSnapshot(SnapshotId snapshot) {
    return of(
        Kind.NOT_FOUND,
        "unknownSnapshot",
        "",
        Map.of("snapshot", snapshot.value()),
        "There is no snapshot '{snapshot}' of this version.",
        "Choose one from the version's history.");
  }

  static ProblemException unknownOperation(OperationId operation) {
    return of(
        Kind.NOT_FOUND,
        "unknownOperation",
        "",
        Map.of("operation", operation.value()),
        "There is no operation '{operation}'.",
        "Choose one from the list of operations.");
  }

  static ProblemException unknownInstance(String instance) {
    return of(
        Kind.NOT_FOUND,
        "unknownInstance",
        "",
        Map.of("instance", instance),
        "There is no instance '{instance}'.",
        "Choose one from the version's instances.");
  }

  static ProblemException wrongCursor(String cursor) {
    return of(
        Kind.MALFORMED,
        "wrongCursor",
        "R70",
        Map.of("cursor", cursor),
        "The parameter cursor cannot be '{cursor}'.",
        "Give the cursor that an earlier answer of the same kind ended with.");
  }

  static ProblemException unknownPolicy(ServiceName service, long revision) {
    return of(
        Kind.NOT_FOUND,
        "unknownPolicy",
        "R69",
        Map.of("service", service.value(), "revision", Long.toString(revision)),
        "Service '{service}' never had a traffic policy number {revision}.",
        "Choose one from its traffic history.");
  }

  static ProblemException serviceExists(ServiceName service) {
    return of(
        Kind.CONFLICT,
        "serviceExists",
        "R1",
        Map.of("service", service.value()),
        "There is a service '{service}' already.",
        "Choose another name, or add a version to that service.");
  }

  static ProblemException serviceHasVersions(ServiceName service, SortedSet<VersionName> versions) {
    return of(
        Kind.CONFLICT,
        "serviceHasVersions",
        "R3",
        Map.of("service", service.value(), "versions", names(versions)),
        "Service '{service}' still has versions: {versions}.",
        "Delete its versions first.");
  }

  static ProblemException busy(VersionName version, Operation operation) {
    return of(
        Kind.CONFLICT,
        "versionBusy",
        "R42",
        Map.of(
            "version", version.toString(),
            "operation", operation.id().value(),
            "kind", operation.kind().name()),
        "{version} is busy with operation {operation} ({kind}).",
        "Wait until it has ended, or cancel it.");
  }

  static ProblemException alreadyFrozen(ServiceName service) {
    return of(
        Kind.CONFLICT,
        "alreadyFrozen",
        "R5",
        Map.of("service", service.value()),
        "Service '{service}' is frozen already.",
        "Unfreeze it to bring its instances back.");
  }

  static ProblemException notFrozen(ServiceName service) {
    return of(
        Kind.CONFLICT,
        "notFrozen",
        "R5",
        Map.of("service", service.value()),
        "Service '{service}' is not frozen.",
        "There is nothing to bring back.");
  }

  static ProblemException frozen(ServiceName service) {
    return of(
        Kind.CONFLICT,
        "frozen",
        "R5",
        Map.of("service", service.value()),
        "Service '{service}' is frozen; nothing of it runs.",
        "Unfreeze it first.");
  }

  static ProblemException notRunning(VersionName version, VersionView.State state) {
    return of(
        Kind.CONFLICT,
        "notRunning",
        "R67",
        Map.of("version", version.toString(), "state", state.name()),
        "{version} is {state}, so single instances of it cannot be restarted or removed.",
        "Redeploy the version instead.");
  }

  static ProblemException instanceLeaving(InstanceId instance) {
    return of(
        Kind.CONFLICT,
        "instanceLeaving",
        "R67",
        Map.of("instance", instance.value()),
        "Instance {instance} is being ended already.",
        "Look at the version's instances.");
  }

  static ProblemException fewestInstances(VersionName version, int least) {
    return of(
        Kind.CONFLICT,
        "fewestInstances",
        "R67",
        Map.of("version", version.toString(), "least", Integer.toString(least)),
        "{version} has no more instances than its least, {least}.",
        "Restart the instance instead, or lower the least number of instances.");
  }

  static ProblemException namedByRule(VersionName version, int priority) {
    return of(
        Kind.CONFLICT,
        "namedByRule",
        "R58",
        Map.of("version", version.toString(), "priority", Integer.toString(priority)),
        "{version} is named by the traffic rule with priority {priority}.",
        "Delete that rule, or let it name another version, first.");
  }

  static ProblemException isDefault(VersionName version) {
    return of(
        Kind.CONFLICT,
        "isDefault",
        "R58",
        Map.of("version", version.toString()),
        "{version} is the default version of its service's traffic rules.",
        "Make another version the default first.");
  }

  static ProblemException notThatFar(OperationId operation, String what) {
    return of(
        Kind.CONFLICT,
        "operationState",
        "R44",
        Map.of("operation", operation.value(), "what", what),
        "Operation {operation} cannot be {what} as it stands.",
        "Look at its present state.");
  }

  static ProblemException unchanged(VersionName version) {
    return of(
        Kind.CONFLICT,
        "unchanged",
        "R43",
        Map.of("version", version.toString()),
        "The draft changes nothing of {version}.",
        "Change something, or restart the version instead.");
  }

  /// @param changed since revision `base`
  static ProblemException stale(
      VersionName version, Revision base, Revision now, List<DiffEntry> changed) {
    var arguments = new HashMap<String, String>();
    arguments.put("version", version.toString());
    arguments.put("base", base.toString());
    arguments.put("revision", now.toString());
    if (changed.isEmpty()) {
      return of(
          Kind.STALE,
          "staleRevision",
          "R46",
          arguments,
          "The change was made on revision {base} of {version}, which is at revision {revision} now.",
          "Read the version's configuration again, and make the change anew.");
    }
    arguments.put("changed", paths(changed));
    return of(
        Kind.STALE,
        "staleDraft",
        "R46",
        arguments,
        "The change was made on revision {base} of {version}, which is at revision {revision} now."
            + " Changed since then: {changed}.",
        "Look at what changed since, and make the change anew.",
        changed.stream().map(entry -> changedSince(entry).within("configuration")).toList());
  }

  private static String paths(List<DiffEntry> changed) {
    String some =
        changed.stream()
            .limit(MOST_CHANGES_TOLD)
            .map(DiffEntry::path)
            .collect(Collectors.joining(", "));
    return changed.size() > MOST_CHANGES_TOLD ? some + ", …" : some;
  }

  private static Violation changedSince(DiffEntry entry) {
    return entry.secret()
        ? Violations.secretChangedSince(entry.path())
        : Violations.changedSince(
            entry.path(), entry.before().orElse("–"), entry.after().orElse("–"));
  }

  static ProblemException stalePolicy(ServiceName service, long base, long now) {
    return of(
        Kind.STALE,
        "stalePolicy",
        "",
        Map.of(
            "service", service.value(),
            "base", Long.toString(base),
            "revision", Long.toString(now)),
        "The change was made on traffic policy {base} of '{service}', which is at {revision} now.",
        "Look at the present shares, and apply again.");
  }

  static ProblemException cannotServe(VersionName version, VersionView.State state) {
    return of(
        Kind.CONFLICT,
        "cannotServe",
        "R24",
        Map.of("version", version.toString(), "state", state.name()),
        "{version} cannot be given traffic while it is {state}.",
        "Give it traffic once it is deployed.");
  }

  static ProblemException hasTraffic(VersionName version, int percent) {
    return of(
        Kind.CONFLICT,
        "hasTraffic",
        "R58",
        Map.of("version", version.toString(), "percent", Integer.toString(percent)),
        "{version} has {percent} % of its service's traffic.",
        "Move its traffic to another version first.");
  }

  static ProblemException cannotRollBack(SnapshotId snapshot, String why) {
    return of(
        Kind.CONFLICT,
        "cannotRollBack",
        "R57",
        Map.of("snapshot", snapshot.value(), "why", why),
        "Snapshot {snapshot} cannot be deployed any more: {why}",
        "Choose another snapshot, or edit the configuration and redeploy.");
  }

  static ProblemException noAddress(String why) {
    return of(
        Kind.CONFLICT,
        "noAddress",
        "R7",
        Map.of("why", why),
        "No address could be had for the version: {why}",
        "Choose another port.");
  }

  static ProblemException cannotImport(String why) {
    return of(
        Kind.NOT_ALLOWED,
        "cannotImport",
        "",
        Map.of("why", why),
        "The artifact could not be taken in: {why}",
        "Check the path and whether the engine may read it.");
  }

  static ProblemException noSpace(String why) {
    return of(
        Kind.NO_SPACE,
        "noSpace",
        "",
        Map.of("why", why),
        "There is no room for that: {why}",
        "Make room on the engine's disk, and try again.");
  }

  static ProblemException storeDamaged(String why) {
    return of(
        Kind.UNAVAILABLE,
        "storeDamaged",
        "",
        Map.of("why", why),
        "The engine cannot write anything down any more, so nothing was changed: {why}",
        "Stop the engine and put a backup of its database in place; instances and gateway go on meanwhile.");
  }

  static ProblemException artifactTooLarge(String why) {
    return of(
        Kind.TOO_LARGE,
        "artifactTooLarge",
        "",
        Map.of("why", why),
        "{why}",
        "Make it smaller, for example by leaving data out of it.");
  }

  static ProblemException gatewaySilent() {
    return of(
        Kind.UNAVAILABLE,
        "gatewaySilent",
        "R21",
        Map.of(),
        "The change is saved, but the gateway has not confirmed it yet.",
        "It is applied as soon as the gateway answers; look at the service's traffic.");
  }

  static ProblemException stopping() {
    return of(
        Kind.UNAVAILABLE,
        "stopping",
        "",
        Map.of(),
        "The engine is stopping.",
        "Try again when it has been started.");
  }

  /// @param fields at least one
  static ProblemException invalid(List<Violation> fields) {
    var first = fields.getFirst();
    String more = fields.size() == 1 ? "" : " (and %d more)".formatted(fields.size() - 1);
    return new ProblemException(
        new Problem(
            Kind.NOT_ALLOWED,
            "invalid",
            first.field() + ": " + first.message() + more,
            "Correct the fields that are named.",
            Map.of("count", Integer.toString(fields.size())),
            fields,
            first.rule()));
  }

  private static String names(SortedSet<VersionName> versions) {
    return versions.stream().map(VersionName::toString).collect(Collectors.joining(", "));
  }

  private static ProblemException of(
      Kind kind,
      String code,
      String rule,
      Map<String, String> arguments,
      String detail,
      String action) {
    return of(kind, code, rule, arguments, detail, action, List.of());
  }

  private static ProblemException of(
      Kind kind,
      String code,
      String rule,
      Map<String, String> arguments,
      String detail,
      String action,
      List<Violation> fields) {
    return new ProblemException(
        Problem.filled(
            kind,
            code,
            arguments,
            detail,
            action,
            fields,
            rule.isEmpty() ? Optional.empty() : Optional.of(rule)));
  }
}
