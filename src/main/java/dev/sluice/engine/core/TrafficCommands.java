package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.Operation.Progress;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.service.Violation;
import dev.sluice.domain.service.Violations;
import dev.sluice.domain.traffic.Prediction;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.RequestSample;
import dev.sluice.engine.api.TrafficView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Commands that move traffic.
final class TrafficCommands {
  private final Kernel kernel;
  private final Audit audit;

  TrafficCommands(Kernel kernel, Audit audit) {
    this.kernel = kernel;
    this.audit = audit;
  }

  TrafficView set(ServiceName name, TrafficPolicy policy, Optional<Long> base, String remark) {
    var call = new Audit.Call("traffic.set", name.value(), remark);
    Acknowledgements.await(
        audit.recording(call, () -> kernel.ask(name, () -> change(name, policy, base, call))));
    return Views.traffic(kernel.get(name).traffic());
  }

  TrafficView restore(ServiceName name, long revision, String remark) {
    var call = new Audit.Call("traffic.restore", name.value(), remark);
    Acknowledgements.await(
        audit.recording(
            call,
            () -> {
              var policy = find(name, revision).policy();
              return kernel.ask(name, () -> change(name, policy, Optional.empty(), call));
            }));
    return Views.traffic(kernel.get(name).traffic());
  }

  /// Policies are numbered without gaps, so the history's order says where one stands.
  private TrafficRecord find(ServiceName name, long revision) {
    long newest = kernel.get(name).traffic().revision();
    if (revision < 0 || revision > newest) {
      throw Problems.unknownPolicy(name, revision);
    }
    return kernel.store.trafficHistory(name, newest - revision, 1).items().stream()
        .filter(record -> record.revision() == revision)
        .findFirst()
        .orElseThrow(() -> Problems.unknownPolicy(name, revision));
  }

  /// R30: by `policy`, or by the present one.
  List<Prediction> predict(
      ServiceName name, List<RequestSample> requests, Optional<TrafficPolicy> policy) {
    var state = kernel.get(name);
    policy.ifPresent(draft -> requireKnown(state, draft));
    var decisive = policy.orElse(state.traffic().policy());
    return requests.stream().map(request -> Prediction.of(decisive, request)).toList();
  }

  private CompletableFuture<Void> change(
      ServiceName name, TrafficPolicy policy, Optional<Long> base, Audit.Call call) {
    var state = kernel.get(name);
    long present = state.traffic().revision();
    if (base.isPresent() && base.get() != present) {
      throw Problems.stalePolicy(name, base.get(), present);
    }
    check(state, policy);
    var work = new Work(kernel, name);
    String before = describe(state.traffic().policy());
    String after = describe(policy);
    work.put(
        new TrafficRecord(name, present + 1, policy, audit.caller(), call.remark(), work.now()));
    work.put(operation(work, name, call.remark(), before, after));
    audit.accepted(work, call, Optional.of(before), Optional.of(after));
    return kernel.commit(work);
  }

  /// R24, and that every version is one of this service.
  private static void check(ServiceState state, TrafficPolicy policy) {
    requireKnown(state, policy);
    for (var version : policy.versions()) {
      var view = Views.state(state.find(version).orElseThrow());
      if (!view.canServe()) {
        throw Problems.cannotServe(version, view);
      }
    }
  }

  private static void requireKnown(ServiceState state, TrafficPolicy policy) {
    var unknown = new ArrayList<Violation>();
    for (var version : policy.versions()) {
      if (state.find(version).isEmpty()) {
        unknown.add(Violations.unknownVersion(field(policy, version), version.toString()));
      }
    }
    if (!unknown.isEmpty()) {
      throw Problems.invalid(unknown);
    }
  }

  /// Where a policy names `version`, as the API spells it.
  private static String field(TrafficPolicy policy, VersionName version) {
    return switch (policy) {
      case TrafficPolicy.ByPercent _ -> "percent." + version;
      case TrafficPolicy.ByRules byRules -> {
        for (int i = 0; i < byRules.rules().size(); i++) {
          if (byRules.rules().get(i).version().equals(version)) {
            yield "rules[" + i + "].version";
          }
        }
        yield "default";
      }
    };
  }

  private Operation operation(
      Work work, ServiceName name, String remark, String before, String after) {
    return new Operation(
        kernel.nextOperation(),
        Operation.Kind.TRAFFIC,
        name,
        Optional.empty(),
        Optional.empty(),
        Operation.State.SUCCEEDED,
        new Progress(1, 1),
        List.of(),
        Optional.empty(),
        audit.caller(),
        remark,
        Optional.of(before),
        Optional.of(after),
        List.of(),
        work.now(),
        Optional.of(work.now()));
  }

  private static String describe(TrafficPolicy policy) {
    return switch (policy) {
      case TrafficPolicy.ByPercent byPercent ->
          byPercent.percent().isEmpty()
              ? "0 %"
              : byPercent.percent().entrySet().stream()
                      .map(share -> share.getKey() + " " + share.getValue())
                      .collect(Collectors.joining(", "))
                  + (byPercent.sticky() ? ", sticky" : "");
      case TrafficPolicy.ByRules byRules ->
          byRules.rules().stream()
                  .map(r -> "%s=%s → %s, ".formatted(r.key(), r.value(), r.version()))
                  .collect(Collectors.joining())
              + "default → "
              + byRules.fallback();
    };
  }
}
