package dev.sluice.domain.traffic;

import java.util.List;

/// What of a request a rule can look at.
public interface RoutedRequest {
  /// Path and query as sent, percent-encoding included.
  String target();

  /// All values of the header, in the order sent.
  ///
  /// @param name in any case
  List<String> headers(String name);
}
