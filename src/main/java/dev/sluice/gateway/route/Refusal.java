package dev.sluice.gateway.route;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import org.jspecify.annotations.Nullable;

/// Why the gateway answers a request itself, as the user agent is told.
///
/// @param status the HTTP status
/// @param reason stable code, sent as `X-Sluice-Reason` and in the problem's type
/// @param title the kind of problem in a few words
/// @param detail what was wrong with this request, one sentence
/// @param action what to do about it, one sentence
/// @param service that was asked for; null when none was found
/// @param version that was to answer; null when none was chosen
public record Refusal(
    int status,
    String reason,
    String title,
    String detail,
    String action,
    @Nullable ServiceName service,
    @Nullable VersionName version) {

  public Refusal(int status, String reason, String title, String detail, String action) {
    this(status, reason, title, detail, action, null, null);
  }

  private Refusal of(ServiceName asked) {
    return new Refusal(status, reason, title, detail, action, asked, null);
  }

  private Refusal of(VersionName chosen) {
    return new Refusal(status, reason, title, detail, action, chosen.service(), chosen);
  }

  static Refusal unknownHost(String host) {
    return new Refusal(
        404,
        "unknown-host",
        "No such service",
        "No service has the host name '" + host + "'.",
        "Check the host name against the service's domain.");
  }

  static Refusal unknownAddress() {
    return new Refusal(
        404,
        "unknown-host",
        "No such version",
        "The version that had this address is gone.",
        "Ask the service's domain instead.");
  }

  static Refusal notPublic(ServiceName service) {
    return new Refusal(
            404,
            "not-public",
            "Service not public",
            "Public access to service '" + service + "' is switched off.",
            "Switch it on, or use the address of one of its versions.")
        .of(service);
  }

  static Refusal noVersion(ServiceName service) {
    return new Refusal(
            503,
            "no-version",
            "No version serves",
            "No version of service '" + service + "' has traffic.",
            "Give a version of the service a share of its traffic.")
        .of(service);
  }

  /// The user agent went away while its request waited. Nobody is told; it is only counted.
  public static Refusal abandoned(VersionName version) {
    return new Refusal(
            499,
            "abandoned",
            "Given up",
            "The user agent did not wait until version '" + version + "' was started.",
            "Nothing.")
        .of(version);
  }

  /// There is a bound to how many requests wait for one version.
  public static Refusal tooManyWaiting(VersionName version) {
    return new Refusal(
            503,
            "too-many-waiting",
            "Too many requests wait",
            "Version '"
                + version
                + "' is being started, and too many requests wait for it already.",
            "Try again shortly.")
        .of(version);
  }

  /// The version is started on demand and was not ready in time.
  public static Refusal notStarted(VersionName version) {
    return new Refusal(
            503,
            "not-started",
            "The version was not started in time",
            "Version '"
                + version
                + "' has no instance, and none was ready in time for this request.",
            "Try again shortly; if it lasts, look at the version's instances and logs.")
        .of(version);
  }

  static Refusal noInstance(VersionName version) {
    return new Refusal(
            503,
            "no-instance",
            "No instance is ready",
            "Version '" + version + "' has no instance that is ready.",
            "Try again shortly; if it lasts, look at the version's instances and logs.")
        .of(version);
  }
}
