package dev.sluice.domain.service;

import java.util.List;
import java.util.Objects;

/// Everything that makes a version run. Holds no traffic (R49).
///
/// A value of this type is not necessarily allowed: [ConfigurationRules] says what is wrong with
/// it, so that an editor can hold an unfinished one.
///
/// @param command argument list, never given to a shell; `${PORT}` stands for the instance's port
/// @param port of the version's address, taken when the version is created
/// @param protocol that the instances speak
/// @param logs further log files to follow, beside standard output and error
/// @param remark the operator's own words
public record Configuration(
    Artifact artifact,
    List<String> command,
    int port,
    Protocol protocol,
    List<EnvironmentVariable> environment,
    Resources resources,
    Scaling scaling,
    HealthCheck health,
    Roll roll,
    Stop stop,
    List<String> logs,
    String remark) {
  /// R13: an ordinary user may not bind 80.
  public static final int DEFAULT_PORT = 8080;

  public Configuration {
    command = List.copyOf(command);
    // Older engines have not written it.
    protocol = Objects.requireNonNullElse(protocol, Protocol.HTTP1);
    environment = List.copyOf(environment);
    logs = List.copyOf(logs);
  }

  /// Everything but the artifact at its default (R13).
  public static Configuration of(Artifact artifact) {
    return new Configuration(
        artifact,
        List.of(),
        DEFAULT_PORT,
        Protocol.HTTP1,
        List.of(),
        Resources.DEFAULT,
        Scaling.DEFAULT,
        HealthCheck.DEFAULT,
        Roll.DEFAULT,
        Stop.DEFAULT,
        List.of(),
        "");
  }

  /// What a reader may see: secrets without their values.
  public Configuration masked() {
    return withEnvironment(environment.stream().map(EnvironmentVariable::masked).toList());
  }

  /// This draft with every secret that has no value taking the value that `base` has for it.
  public Configuration withSecretsOf(Configuration base) {
    return withEnvironment(
        environment.stream().map(variable -> variable.orFrom(base.environment())).toList());
  }

  public Configuration withArtifact(Artifact changed) {
    return new Configuration(
        changed,
        command,
        port,
        protocol,
        environment,
        resources,
        scaling,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withCommand(List<String> changed) {
    return new Configuration(
        artifact,
        changed,
        port,
        protocol,
        environment,
        resources,
        scaling,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withPort(int changed) {
    return new Configuration(
        artifact,
        command,
        changed,
        protocol,
        environment,
        resources,
        scaling,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withProtocol(Protocol changed) {
    return new Configuration(
        artifact,
        command,
        port,
        changed,
        environment,
        resources,
        scaling,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withEnvironment(List<EnvironmentVariable> changed) {
    return new Configuration(
        artifact, command, port, protocol, changed, resources, scaling, health, roll, stop, logs,
        remark);
  }

  public Configuration withResources(Resources changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        changed,
        scaling,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withScaling(Scaling changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        resources,
        changed,
        health,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withHealth(HealthCheck changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        resources,
        scaling,
        changed,
        roll,
        stop,
        logs,
        remark);
  }

  public Configuration withRoll(Roll changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        resources,
        scaling,
        health,
        changed,
        stop,
        logs,
        remark);
  }

  public Configuration withStop(Stop changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        resources,
        scaling,
        health,
        roll,
        changed,
        logs,
        remark);
  }

  public Configuration withRemark(String changed) {
    return new Configuration(
        artifact,
        command,
        port,
        protocol,
        environment,
        resources,
        scaling,
        health,
        roll,
        stop,
        logs,
        changed);
  }
}
