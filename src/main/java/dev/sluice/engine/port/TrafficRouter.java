package dev.sluice.engine.port;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.TableChange;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The gateway as the engine sees it. Every method blocks and is called on virtual threads, from
/// any number of them at once.
public interface TrafficRouter {

  /// Makes the gateway route by the table that `change` makes of its present one. When this
  /// returns, the gateway has acknowledged that table: no request that arrives from now on is
  /// routed by an earlier one (R21). A table with a number not above the gateway's present one is
  /// acknowledged without effect, so a late, older table cannot undo a newer one.
  ///
  /// @return the version addresses that could not be listened on, with the reason
  /// @throws UnfoundedChangeException when the gateway's present table is not the one that `change`
  ///   was made for; the caller sends the whole table
  /// @throws IOException when the gateway cannot be reached or did not acknowledge in time (5 s);
  ///   the caller tries again with a table at least as new
  List<AddressFailure> apply(TableChange change) throws IOException, InterruptedException;

  /// Waits until no request is in flight to `instance`, which a table already acknowledged no
  /// longer holds, or until `limit` has passed. Returns at once for an instance the gateway does
  /// not know.
  ///
  /// @return whether the instance is idle
  boolean awaitIdle(InstanceId instance, Duration limit) throws IOException, InterruptedException;

  /// Waits until requests wait for a version that is started on demand (R64), at most `limit`.
  ///
  /// @return those versions, at once and again as long as requests wait for them; empty after
  ///   `limit`
  Set<VersionName> awaitDemand(Duration limit) throws IOException, InterruptedException;

  /// What was counted second by second, after `after`. The gateway keeps about a minute of it, so
  /// that a reader that starts anew, or was held up, misses nothing.
  GatewayFigures figures(GatewayFigures.Position after) throws IOException, InterruptedException;

  /// What was counted since the gateway started.
  GatewayTotals totals() throws IOException, InterruptedException;

  /// The gateway has another table than the one that a change was made for.
  final class UnfoundedChangeException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    public UnfoundedChangeException(long number) {
      super("the gateway has table " + number);
    }
  }

  /// An address the gateway could not listen on.
  record AddressFailure(Endpoint address, String reason) {}
}
