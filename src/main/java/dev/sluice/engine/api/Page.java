package dev.sluice.engine.api;

import java.util.List;

/// Part of a list.
///
/// @param total how many there are in all
public record Page<T>(List<T> items, long total) {
  public Page {
    items = List.copyOf(items);
  }

  /// Which part of a list is wanted.
  ///
  /// @param page counts from 0
  /// @param size 1 to 1,000
  public record Request(int page, int size) {
    /// R50.
    public static final Request FIRST_TEN = new Request(0, 10);

    public Request {
      if (page < 0 || size < 1 || size > 1_000) {
        throw new IllegalArgumentException("page " + page + ", size " + size);
      }
    }

    public long offset() {
      return (long) page * size;
    }
  }
}
