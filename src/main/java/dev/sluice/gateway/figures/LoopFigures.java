package dev.sluice.gateway.figures;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one event loop counts. Used on that loop only, so that counting needs no lock and nothing
/// that another core writes to; and without allocation, once as many instances have been busy in
/// one second as ever will be.
public final class LoopFigures {
  private Interval current = new Interval();

  /// The counters of an instance, until this task of the event loop ends.
  public Counters of(InstanceId instance, VersionName version) {
    return current.of(instance, version);
  }

  /// A request reached no instance.
  ///
  /// @param service that was asked for; null when none was found
  /// @param version that was to answer; null when none was chosen
  public void refused(
      @Nullable ServiceName service, @Nullable VersionName version, String reason, int status) {
    current.refused(
        new Interval.Refusal(
            Optional.ofNullable(service), Optional.ofNullable(version), reason, status));
  }

  /// Begins another interval.
  ///
  /// @param empty to be counted in from now on
  /// @return what was counted so far
  Interval exchange(Interval empty) {
    var full = current;
    current = empty;
    return full;
  }
}
