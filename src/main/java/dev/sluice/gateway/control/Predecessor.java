package dev.sluice.gateway.control;

import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.engine.port.GatewayFigures;
import dev.sluice.engine.port.GatewayFigures.Position;
import dev.sluice.engine.port.GatewayFigures.Second;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The gateway that this one has taken over from, while it ends what it has: its user agents may
/// still send requests, so it follows every change of the table, and what is in flight there
/// counts. Thread-safe.
final class Predecessor {
  private static final System.Logger LOG = System.getLogger(Predecessor.class.getName());
  private static final Duration WATCH = Duration.ofMillis(200);

  private final GatewayLink link;
  private final Consumer<List<Second>> counted;
  private Position position = Position.START;
  private volatile Map<InstanceId, Integer> inFlight = Map.of();
  private volatile boolean gone;

  /// @param counted is given what it counts from now on
  Predecessor(GatewayLink link, Consumer<List<Second>> counted) {
    this.link = link;
    this.counted = counted;
  }

  /// Begins to look what it counts, until it ends, so that nothing of it is lost.
  ///
  /// @return what it has counted up to now; empty when it does not say
  Optional<GatewayFigures> begin() throws InterruptedException {
    var figures = look();
    var _ = Thread.ofVirtual().name("predecessor").start(this::watch);
    return figures;
  }

  private void watch() {
    try {
      while (!gone) {
        Thread.sleep(WATCH);
        boolean following = !position.equals(Position.START);
        var figures = look();
        if (following) {
          figures.ifPresent(more -> counted.accept(more.seconds()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<GatewayFigures> look() throws InterruptedException {
    try {
      var figures = link.figures(position);
      position = figures.position();
      inFlight = figures.inFlight();
      return Optional.of(figures);
    } catch (IOException e) {
      onGone(e);
      return Optional.empty();
    }
  }

  private void onGone(IOException reason) throws InterruptedException {
    if (link.hello().isEmpty()) {
      gone = true;
      inFlight = Map.of();
    } else {
      LOG.log(System.Logger.Level.WARNING, "The gateway before fails: {0}", reason.getMessage());
    }
  }

  /// Returns when it routes by the change as well, or is gone.
  void apply(TableChange change) throws InterruptedException {
    if (!gone) {
      try {
        link.passOn(change);
      } catch (IOException e) {
        onGone(e);
      }
    }
  }

  boolean awaitIdle(InstanceId instance, Duration limit) throws InterruptedException {
    if (!gone) {
      try {
        return link.awaitIdle(instance, limit);
      } catch (IOException e) {
        onGone(e);
      }
    }
    return true;
  }

  /// The versions that requests wait for there now.
  Set<VersionName> demand() throws InterruptedException {
    if (!gone) {
      try {
        return link.awaitDemand(Duration.ZERO);
      } catch (IOException e) {
        onGone(e);
      }
    }
    return Set.of();
  }

  boolean gone() {
    return gone;
  }

  /// As it was a moment ago.
  Map<InstanceId, Integer> inFlight() {
    return inFlight;
  }

  void stop() throws InterruptedException {
    if (!gone) {
      try {
        link.stop();
      } catch (IOException e) {
        onGone(e);
      }
    }
  }
}
