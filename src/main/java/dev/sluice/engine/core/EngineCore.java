package dev.sluice.engine.core;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.rollout.Input;
import dev.sluice.domain.rollout.VersionRecord;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.ServiceRecord;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.domain.traffic.TrafficRecord;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.port.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The engine's heart: starts from what the store holds, then decides until it is closed.
public final class EngineCore {
  private final EngineInfo info;
  private final Kernel kernel;
  private final LoadWatch load;

  private EngineCore(EngineParts parts, Kernel kernel) {
    this.info = parts.info();
    this.kernel = kernel;
    this.load = new LoadWatch(kernel, new Reading(kernel, parts.info().rules()), parts);
  }

  /// Takes over what the store says is there (R71, R72) and goes on deciding from now on.
  ///
  /// @param contents what `parts.store()` held when it was opened
  public static EngineCore start(EngineParts parts, Store.Contents contents) {
    var kernel = new Kernel(parts, contents.lastOperation());
    var core = new EngineCore(parts, kernel);
    kernel.recover(states(contents));
    core.load.start();
    kernel.everySecond(kernel::followClock);
    kernel.everyHour(core::tidy);
    return core;
  }

  /// The engine as `caller` sees it; the name stands in every record of what is done through it.
  public DeploymentEngine as(String caller) {
    return new LocalDeploymentEngine(info, kernel, caller);
  }

  /// Load asks for another count.
  void scale(VersionName version, int wanted) {
    kernel.suggest(version, new Input.Scale(wanted));
  }

  /// Deletes files that nobody uses any more; done every hour.
  void tidy() {
    Deletions.tidy(kernel);
  }

  private static List<ServiceState> states(Store.Contents contents) {
    var traffic =
        contents.traffic().stream()
            .collect(Collectors.toMap(TrafficRecord::service, Function.identity()));
    var versions = new HashMap<ServiceName, SortedMap<VersionName, VersionRecord>>();
    for (var version : contents.versions()) {
      versions
          .computeIfAbsent(version.name().service(), _ -> new TreeMap<>())
          .put(version.name(), version);
    }
    var running = contents.operations().stream().collect(Collectors.groupingBy(Operation::service));
    var states = new ArrayList<ServiceState>();
    for (var service : contents.services()) {
      var name = service.name();
      states.add(
          new ServiceState(
              service,
              traffic.getOrDefault(name, noTraffic(service)),
              versions.getOrDefault(name, new TreeMap<>()),
              running.getOrDefault(name, List.of()).stream()
                  .collect(Collectors.toMap(Operation::id, Function.identity()))));
    }
    return states;
  }

  private static TrafficRecord noTraffic(ServiceRecord service) {
    return new TrafficRecord(
        service.name(), 0, TrafficPolicy.ByPercent.OFF, "", "", service.createdAt());
  }

  /// Stops deciding; instances and gateway go on (R71).
  public void stop() throws InterruptedException {
    load.stop();
    kernel.stop();
  }
}
