package dev.sluice.rest;

import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.LogQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/// What the parameters of `GET /logs` ask for.
final class LogQueries {
  static final Set<String> PARAMETERS =
      Set.of(
          "service",
          "version",
          "instance",
          "operation",
          "text",
          "since",
          "until",
          "cursor",
          "limit");

  private final DeploymentEngine engine;
  private final Call call;

  private LogQueries(DeploymentEngine engine, Call call) {
    this.engine = engine;
    this.call = call;
  }

  static LogQuery read(DeploymentEngine engine, Call call) {
    return new LogQueries(engine, call).read();
  }

  private LogQuery read() {
    int limit = call.query("limit", LogQuery.DEFAULT_LIMIT, 1, LogQuery.MOST_LINES);
    var since = time("since");
    var until = time("until");
    if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
      throw Refusals.wrongParameter("until", until.get().toString(), "a time after since");
    }
    String text = call.query("text").orElse("");
    return new LogQuery(source(), text, since, until, call.query("cursor"), limit);
  }

  private Optional<Instant> time(String name) {
    return call.query(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException e) {
                throw Refusals.wrongParameter(
                    name, text, "a time as in RFC 3339, like 2026-01-31T12:00:00Z");
              }
            });
  }

  /// The narrowest that is named; what is named besides must hold it.
  private LogQuery.Source source() {
    var service = call.query("service").map(name -> Call.named("service", name).service());
    var version = call.query("version").map(name -> Call.named("version", name).anyVersion());
    var instance = call.query("instance").map(LogQueries::instance);
    var operation = call.query("operation").map(id -> Call.named("operation", id).operation());
    if (operation.isPresent()) {
      instance.ifPresent(
          id -> {
            throw Refusals.wrongParameter(
                "instance", id.value(), "an operation or an instance, not both");
          });
      return ofOperation(operation.get(), service, version);
    }
    if (instance.isPresent()) {
      var of = version(instance.get());
      version.ifPresent(name -> within("version", name, of.equals(version)));
      service.ifPresent(
          name -> within("service", name, of.map(VersionName::service).equals(service)));
      return new LogQuery.OfInstance(instance.get());
    }
    if (version.isPresent()) {
      service.ifPresent(name -> within("service", name, version.get().service().equals(name)));
      return new LogQuery.OfVersion(version.get());
    }
    return service
        .map(LogQuery.OfService::new)
        .orElseThrow(
            () ->
                Refusals.wrongParameter(
                    "version", "", "a service, a version, an instance or an operation"));
  }

  private LogQuery.Source ofOperation(
      OperationId id, Optional<ServiceName> service, Optional<VersionName> version) {
    if (service.isPresent() || version.isPresent()) {
      var operation = engine.getOperation(id);
      service.ifPresent(name -> within("service", name, operation.service().equals(name)));
      version.ifPresent(name -> within("version", name, operation.version().equals(version)));
    }
    return new LogQuery.OfOperation(id);
  }

  private static InstanceId instance(String text) {
    if (!InstanceId.isValid(text)) {
      throw Refusals.notFound("Instance", text);
    }
    return new InstanceId(text);
  }

  /// An instance's id begins with the name of its version.
  private static Optional<VersionName> version(InstanceId instance) {
    int end = Math.max(0, instance.value().lastIndexOf('-'));
    return VersionName.parse(instance.value().substring(0, end));
  }

  private static void within(String parameter, Object name, boolean holds) {
    if (!holds) {
      throw Refusals.wrongParameter(
          parameter,
          name.toString(),
          "a %s that the log asked for belongs to, or none".formatted(parameter));
    }
  }
}
