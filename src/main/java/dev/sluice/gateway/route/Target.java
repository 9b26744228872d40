package dev.sluice.gateway.route;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.RoutedRequest;
import dev.sluice.domain.traffic.RuleMatcher;
import dev.sluice.domain.traffic.Stickiness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What a host name or an address of a table leads to.
sealed interface Target {

  /// A service whose public access is switched off (R4).
  record Closed(ServiceName service) implements Target {}

  /// A service, by its traffic policy.
  ///
  /// @param split null when no version has traffic (R23)
  /// @param candidates what the split chooses from
  /// @param sticky whether user agents stay at the version they were given first
  record ByPolicy(
      ServiceName service, @Nullable Split split, List<ToVersion> candidates, boolean sticky)
      implements Target {

    /// The version that a user agent stays at; null when it has none, or a wrong one.
    @Nullable ToVersion keptBy(RoutedRequest request) {
      var named = sticky ? Stickiness.named(request) : null;
      if (named != null) {
        for (var candidate : candidates) {
          if (candidate.text().equals(named)) {
            return candidate;
          }
        }
      }
      return null;
    }
  }

  /// A service, by rules on what a request carries (R26, R32).
  ///
  /// @param versions those that the rules name
  record ByRules(ServiceName service, RuleMatcher matcher, Map<VersionName, ToVersion> versions)
      implements Target {}

  /// One version, whatever its share.
  ///
  /// @param text of `name`, made once for all the answers that name it
  /// @param headers whether answers name version and revision (R40)
  /// @param onDemand whether requests wait while it has no instance (R64)
  /// @param turn where the search for the least busy instance begins, so that ties go round
  record ToVersion(
      VersionName name,
      String text,
      boolean headers,
      boolean onDemand,
      List<OriginTarget> origins,
      AtomicInteger turn)
      implements Target {

    ToVersion(VersionName name, boolean headers, boolean onDemand, List<OriginTarget> origins) {
      this(name, name.toString(), headers, onDemand, List.copyOf(origins), new AtomicInteger());
    }

    /// Whether a request waits until another table comes.
    boolean mustWait() {
      return onDemand && origins.isEmpty();
    }

    /// Claims the instance with the fewest requests in flight, rather not `avoided`; null when none
    /// is in rotation any more.
    @Nullable Claim claim(@Nullable LiveOrigin avoided) {
      // A claim fails when its instance left the rotation meanwhile; then the next best is tried.
      for (int attempt = 0; attempt <= origins.size(); attempt++) {
        OriginTarget best = leastBusy(avoided, true);
        if (best == null) {
          // Rather an instance that may be dead, or failed before, than none.
          best = leastBusy(avoided, false);
        }
        if (best == null && avoided != null) {
          best = leastBusy(null, false);
        }
        if (best == null) {
          return null;
        }
        if (best.live().tryClaim()) {
          return new Claim(this, best);
        }
      }
      return null;
    }

    private @Nullable OriginTarget leastBusy(@Nullable LiveOrigin avoided, boolean reachable) {
      int size = origins.size();
      if (size == 0) {
        return null;
      }
      int start = Math.floorMod(turn.getAndIncrement(), size);
      OriginTarget best = null;
      int fewest = Integer.MAX_VALUE;
      for (int i = 0; i < size; i++) {
        var origin = origins.get((start + i) % size);
        int inFlight = origin.live().inFlight();
        if (inFlight < fewest
            && origin.live() != avoided
            && !origin.live().removed()
            && !(reachable && origin.live().ejected())) {
          best = origin;
          fewest = inFlight;
        }
      }
      return best;
    }
  }
}
