package dev.sluice.gateway.route;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Protocol;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Stickiness;
import org.jspecify.annotations.Nullable;

/// One request's place at an instance: in flight there from the claim to [#end], whatever tables
/// come meanwhile (R25). Used by one thread.
public final class Claim {
  private final Target.ToVersion version;
  private final OriginTarget origin;
  private boolean assigned;
  private boolean ended;
  private @Nullable Runnable drained;

  Claim(Target.ToVersion version, OriginTarget origin) {
    this.version = version;
    this.origin = origin;
  }

  public VersionName version() {
    return version.name();
  }

  public InstanceId instance() {
    return origin.live().instance();
  }

  public Revision revision() {
    return origin.revision().revision();
  }

  /// The name of the version, as text.
  public String versionText() {
    return version.text();
  }

  /// The revision, as text.
  public String revisionText() {
    return origin.revision().text();
  }

  public Endpoint endpoint() {
    return origin.endpoint();
  }

  /// The user agent stays at the version from now on.
  Claim assign(boolean stays) {
    assigned = stays;
    return this;
  }

  boolean assigned() {
    return assigned;
  }

  /// The value of the `Set-Cookie` header that an answer of the instance carries besides its own;
  /// null when there is none.
  ///
  /// @param secure whether the request came by TLS
  public @Nullable String setCookie(boolean secure) {
    return assigned ? Stickiness.setCookie(version.text(), secure) : null;
  }

  /// What the instance speaks.
  public Protocol protocol() {
    return origin.protocol();
  }

  /// Whether answers name version and revision (R40).
  public boolean headers() {
    return version.headers();
  }

  /// Whether the instance has left the table, so that nothing of it should be kept for reuse.
  public boolean removed() {
    return origin.live().removed();
  }

  /// The instance has refused a connection, or not taken it in time. After a few in a row it is
  /// left out for a while, unless it is the only one.
  public void unreachable() {
    origin.live().onUnreachable();
  }

  /// The instance has taken a connection.
  public void reachable() {
    origin.live().onReachable();
  }

  /// Says what is to be done when the instance's time to drain is over and this is still in flight.
  ///
  /// @param how called on any thread
  public void onDrained(Runnable how) {
    if (!ended) {
      drained = how;
      origin.live().onDrained(how);
    }
  }

  /// Ends the request at this instance. A second call does nothing.
  public void end() {
    if (!ended) {
      ended = true;
      if (drained != null) {
        origin.live().forget(drained);
      }
      origin.live().release();
    }
  }

  LiveOrigin live() {
    return origin.live();
  }
}
