package dev.sluice.domain.traffic;

import org.jspecify.annotations.Nullable;

/// How a user agent stays at the version it was given first: by a cookie that names the version.
///
/// The cookie is not signed, because it is trusted with nothing: it can only choose among the
/// versions that have a share of the traffic, as anybody can who asks often enough, and one that
/// names anything else is as good as none. It lasts as long as the user agent's session.
public final class Stickiness {
  public static final String COOKIE = "sluice_version";

  private Stickiness() {}

  /// The version that `request` says it was given; null when it says nothing. It may be any text.
  public static @Nullable String named(RoutedRequest request) {
    for (String cookies : request.headers("Cookie")) {
      int from = 0;
      while (from < cookies.length()) {
        int end = cookies.indexOf(';', from);
        int to = end < 0 ? cookies.length() : end;
        String value = valueOf(cookies, from, to);
        if (value != null) {
          return value;
        }
        from = to + 1;
      }
    }
    return null;
  }

  private static @Nullable String valueOf(String cookies, int from, int to) {
    int name = from;
    while (name < to && (cookies.charAt(name) == ' ' || cookies.charAt(name) == '\t')) {
      name++;
    }
    int equals = name + COOKIE.length();
    return equals < to
            && cookies.charAt(equals) == '='
            && cookies.regionMatches(name, COOKIE, 0, COOKIE.length())
        ? cookies.substring(equals + 1, to).strip()
        : null;
  }

  /// The value of the `Set-Cookie` header by which a user agent is told its version.
  ///
  /// @param secure whether it came by TLS; the cookie then never travels without
  public static String setCookie(String version, boolean secure) {
    return COOKIE + "=" + version + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
  }
}
