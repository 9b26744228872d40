package dev.sluice.gateway.access;

/// What is logged of a request's target: the path. Tokens, session ids, names and search words
/// stand in queries and in path parameters (`;jsessionid=…`), so both are left out, as whole parts:
/// which of them are harmless is not for the gateway to guess.
public final class LoggedPath {
  private static final int LONGEST = 1_024;

  private LoggedPath() {}

  /// @param target in origin form, or `*`
  public static String of(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (path.indexOf(';') >= 0) {
      path = withoutParameters(path);
    }
    return path.length() <= LONGEST ? path : path.substring(0, LONGEST) + "…";
  }

  private static String withoutParameters(String path) {
    var kept = new StringBuilder();
    boolean within = false;
    for (int i = 0; i < path.length(); i++) {
      char each = path.charAt(i);
      within = each == ';' || (within && each != '/');
      if (!within) {
        kept.append(each);
      }
    }
    return kept.toString();
  }
}
