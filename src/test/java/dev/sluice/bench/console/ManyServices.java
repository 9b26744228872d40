package dev.sluice.bench.console;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.Artifact;
import dev.sluice.domain.service.Configuration;
import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.EnvironmentVariable;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EngineInfo;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.FakeDeploymentEngine;
import dev.sluice.engine.api.Latency;
import dev.sluice.engine.api.Page;
import dev.sluice.engine.api.ServiceMetrics;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.api.TrafficFigures;
import dev.sluice.engine.api.TrafficView;
import dev.sluice.engine.api.VersionView;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// An engine with more services than anybody has: what it answers is made when it is asked for, so
/// that all memory that is measured is the console's.
final class ManyServices {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final EngineInfo INFO = new FakeDeploymentEngine().info();

  private final int services;
  private final int versions;
  private final Random random = new Random(7);
  private volatile CompletableFuture<EventListener> listener = new CompletableFuture<>();
  private final Map<Page.Request, Page<ServiceView>> kept = new ConcurrentHashMap<>();
  private volatile boolean quiet;
  private volatile boolean keeps;
  private long events;

  ManyServices(int services, int versions) {
    this.services = services;
    this.versions = versions;
  }

  DeploymentEngine engine() {
    return (DeploymentEngine)
        Proxy.newProxyInstance(
            DeploymentEngine.class.getClassLoader(),
            new Class<?>[] {DeploymentEngine.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "info" -> INFO;
                  case "listServices" -> services((Page.Request) arguments[1]);
                  case "listOperations" -> new Page<>(List.of(), 0);
                  case "listVersions" -> versions((ServiceName) arguments[0]);
                  case "listInstances", "metrics" -> List.of();
                  case "serviceMetrics" ->
                      ((List<?>) arguments[0])
                          .stream().map(name -> metrics((ServiceName) name)).toList();
                  case "subscribe" -> subscribe((EventListener) arguments[1]);
                  case "close" -> null;
                  case "equals" -> arguments[0] == this;
                  case "hashCode" -> System.identityHashCode(this);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /// From now on every service is measured as it was before: nobody asks them for anything else.
  void quiet(boolean wanted) {
    quiet = wanted;
  }

  /// From now on the services are made once, so that what is timed is not the making of them.
  void keep() {
    keeps = true;
  }

  static ServiceName name(int index) {
    return new ServiceName("service-%05d".formatted(index));
  }

  private Page<ServiceView> services(Page.Request wanted) {
    return keeps ? kept.computeIfAbsent(wanted, this::page) : page(wanted);
  }

  private Page<ServiceView> page(Page.Request wanted) {
    int from = Math.min(services, wanted.page() * wanted.size());
    int to = Math.min(services, from + wanted.size());
    return new Page<>(IntStream.range(from, to).mapToObj(i -> service(i, 1)).toList(), services);
  }

  private ServiceView service(int index, long revision) {
    var name = name(index);
    var names = new ArrayList<VersionName>();
    for (int i = 1; i <= versions; i++) {
      names.add(new VersionName(name, i));
    }
    var shares = new TreeMap<VersionName, Percent>();
    shares.put(names.getLast(), new Percent(90));
    shares.put(names.get(versions - 2), new Percent(10));
    return new ServiceView(
        name,
        name + ".localhost",
        true,
        ServiceView.State.NORMAL,
        new TrafficView(new TrafficPolicy.ByPercent(shares), revision, THEN, "ada"),
        names,
        revision,
        THEN,
        THEN.plusSeconds(revision));
  }

  private List<VersionView> versions(ServiceName service) {
    return IntStream.rangeClosed(1, versions).mapToObj(i -> version(service, i)).toList();
  }

  private VersionView version(ServiceName service, int number) {
    var name = new VersionName(service, number);
    var configuration =
        Configuration.of(new Artifact.Command(Optional.empty()))
            .withCommand(List.of("/usr/bin/serve", "--port", "${PORT}"))
            .withEnvironment(List.of(EnvironmentVariable.plain("LABEL", name.toString())));
    return new VersionView(
        name,
        service,
        VersionView.State.NORMAL,
        Optional.empty(),
        VersionView.Scale.RUNNING,
        new Endpoint("127.20.0.1", 8080),
        configuration,
        number == versions ? 90 : 0,
        new VersionView.InstanceCount(2, 2),
        Optional.empty(),
        Revision.FIRST,
        THEN,
        THEN);
  }

  private ServiceMetrics metrics(ServiceName service) {
    synchronized (random) {
      if (quiet) {
        random.setSeed(service.hashCode());
      }
      var history = new ArrayList<Optional<Double>>();
      for (int i = 0; i < ServiceMetrics.STEPS; i++) {
        history.add(Optional.of(100 + 50 * random.nextDouble()));
      }
      var figures =
          new TrafficFigures(
              10,
              1_000 + random.nextInt(500),
              random.nextInt(5),
              0,
              new TreeMap<>(),
              0,
              0,
              Optional.of(new Latency(4, 12 + random.nextInt(9), 30, 60)));
      return new ServiceMetrics(service, THEN.plusSeconds(events), figures, history);
    }
  }

  private Subscription subscribe(EventListener told) {
    told.onConnected(false);
    listener = CompletableFuture.completedFuture(told);
    return () -> {};
  }

  /// Something happens to one of the services: to the service itself, a version or an operation.
  void happen() {
    int index = random.nextInt(services);
    events++;
    EngineEvent.Change change =
        switch ((int) (events % 3)) {
          case 0 -> new EngineEvent.ServiceChanged(service(index, events));
          case 1 -> new EngineEvent.VersionChanged(version(name(index), versions), List.of());
          default -> new EngineEvent.OperationChanged(operation(index));
        };
    listener.join().onEvent(new EngineEvent(events, THEN.plusSeconds(events), change));
  }

  private Operation operation(int index) {
    return new Operation(
        new OperationId("op-%08d".formatted(events)),
        Operation.Kind.TRAFFIC,
        name(index),
        Optional.empty(),
        Optional.empty(),
        Operation.State.SUCCEEDED,
        new Operation.Progress(1, 1),
        List.of(),
        Optional.empty(),
        "ada",
        "",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        THEN.plusSeconds(events),
        Optional.of(THEN.plusSeconds(events)));
  }
}
