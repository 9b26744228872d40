package dev.sluice.platform.process;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.engine.port.Platform.InstanceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// The environment variables by which the processes of an engine are known again.
///
/// @param engine tells the instances of two engines on one computer apart, whatever their names
record Marks(String engine) {
  static final String ENGINE = "SLUICE_ENGINE";
  static final String INSTANCE = "SLUICE_INSTANCE";
  static final String RUN = "SLUICE_RUN";

  /// Each data directory has one engine.
  static Marks of(Path data) {
    try {
      byte[] path = real(data).toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(path);
      return new Marks(HexFormat.of().formatHex(digest, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The same directory is the same engine, whatever links lead to it.
  private static Path real(Path data) {
    try {
      return data.toRealPath();
    } catch (IOException _) {
      return data.toAbsolutePath().normalize();
    }
  }

  /// Enough for a process that is recognised by pid, start and boot as well, also after the data
  /// directory was moved.
  static Map<String, String> ofRun(InstanceSpec spec) {
    return Map.of(INSTANCE, spec.id().value(), RUN, Integer.toString(spec.run()));
  }

  /// Carried by whatever an instance starts, in all of its runs.
  Map<String, String> of(InstanceId instance) {
    return Map.of(ENGINE, engine, INSTANCE, instance.value());
  }

  /// Carried by whatever one run of an instance starts.
  Map<String, String> of(InstanceSpec spec) {
    return of(spec.id(), spec.run());
  }

  Map<String, String> of(InstanceId instance, int run) {
    return Map.of(ENGINE, engine, INSTANCE, instance.value(), RUN, Integer.toString(run));
  }
}
