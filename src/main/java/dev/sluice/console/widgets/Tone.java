package dev.sluice.console.widgets;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.rollout.Instance;
import dev.sluice.engine.api.ServiceView;
import dev.sluice.engine.api.VersionView;
import java.util.Locale;

/// How good or bad a state is, shown by colour and by an icon.
public enum Tone {
  GOOD("mdal-check_circle"),
  BUSY("mdmz-sync"),
  WARNING("mdmz-warning"),
  BAD("mdal-error"),
  QUIET("mdal-lens");

  private final String icon;

  Tone(String icon) {
    this.icon = icon;
  }

  /// The icon that says it without colour.
  public String icon() {
    return icon;
  }

  /// The style class that carries the colour: `tone-good` …
  public String styleClass() {
    return "tone-" + name().toLowerCase(Locale.ROOT);
  }

  public static Tone of(ServiceView.State state) {
    return switch (state) {
      case NORMAL -> GOOD;
      case FROZEN -> QUIET;
      case DEGRADED -> WARNING;
    };
  }

  public static Tone of(VersionView.State state) {
    return switch (state) {
      case NORMAL -> GOOD;
      case CREATING, UPDATING, DELETING -> BUSY;
      case DEGRADED -> WARNING;
      case BUILD_FAILED, DEPLOY_FAILED, ROLLBACK_FAILED -> BAD;
    };
  }

  public static Tone of(Operation.State state) {
    return switch (state) {
      case SUCCEEDED -> GOOD;
      case PENDING, RUNNING -> BUSY;
      case PAUSED, ROLLED_BACK -> WARNING;
      case FAILED, ROLLBACK_FAILED -> BAD;
      case CANCELLED -> QUIET;
    };
  }

  public static Tone of(Instance.Phase phase) {
    return switch (phase) {
      case READY -> GOOD;
      case STARTING, PROBING -> BUSY;
      case DRAINING, STOPPING, BACKING_OFF -> WARNING;
      case FAILED -> BAD;
      case STOPPED -> QUIET;
    };
  }
}
