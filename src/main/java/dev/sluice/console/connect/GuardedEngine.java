package dev.sluice.console.connect;

import dev.sluice.engine.api.DeploymentEngine;
import dev.sluice.engine.api.Problem;
import dev.sluice.engine.api.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// An engine that can only be read while it is locked: whatever a screen forgets to disable is
/// refused here, before anything is sent. A call that is not known to only read counts as one that
/// changes.
public final class GuardedEngine {
  private static final Pattern READS =
      Pattern.compile(
          "info|(list|get|find|await|read|follow|tail|watch)[A-Z].*|metrics|metricSeries|serviceMetrics|diff|forecast|predict"
              + "|subscribe|close|toString|hashCode|equals");

  private GuardedEngine() {}

  /// @param name for the refusal
  public static DeploymentEngine of(DeploymentEngine engine, String name, BooleanSupplier locked) {
    return (DeploymentEngine)
        Proxy.newProxyInstance(
            DeploymentEngine.class.getClassLoader(),
            new Class<?>[] {DeploymentEngine.class},
            (_, method, arguments) -> {
              if (locked.getAsBoolean() && !reads(method)) {
                throw refusal(name);
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static boolean reads(Method method) {
    return READS.matcher(method.getName()).matches();
  }

  private static ProblemException refusal(String name) {
    return new ProblemException(
        new Problem(
            Problem.Kind.FORBIDDEN,
            "engineLocked",
            "The engine %s is protected and locked; nothing was changed.".formatted(name),
            "Unlock it at the top of the window, then try again.",
            Map.of("engine", name),
            List.of(),
            Optional.empty()));
  }
}
