package dev.sluice.console.operations;

import dev.sluice.domain.history.Operation;
import dev.sluice.domain.history.OperationId;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.Page;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The operations that are listed: those that come by themselves and those read page by page.
final class OperationRows {
  static final int PAGE = 200;

  private final SortedMap<OperationId, Operation> known = new TreeMap<>();
  private final Optional<ServiceName> service;
  private int pages;
  private long total;

  /// @param service only of this one, when given
  OperationRows(Optional<ServiceName> service) {
    this.service = service;
  }

  Optional<ServiceName> service() {
    return service;
  }

  /// Takes what is known by now of some operations.
  void update(Collection<Operation> present) {
    present.stream()
        .filter(one -> service.isEmpty() || service.get().equals(one.service()))
        .forEach(one -> known.put(one.id(), one));
  }

  Page.Request nextPage() {
    return new Page.Request(pages, PAGE);
  }

  /// Takes a page that was read. What is known already is newer.
  void add(Page<Operation> page) {
    page.items().forEach(one -> known.putIfAbsent(one.id(), one));
    total = page.total();
    pages++;
  }

  boolean hasMore() {
    return known.size() < total;
  }

  /// Newest first, those that have every word of `filter` somewhere.
  ///
  /// @param text what an operation's row says
  List<Operation> matching(String filter, Function<Operation, String> text) {
    var words = List.of(filter.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    return known.values().stream()
        .sorted((a, b) -> b.id().compareTo(a.id()))
        .filter(
            one -> {
              String searched = text.apply(one).toLowerCase(Locale.ROOT);
              return words.stream().allMatch(searched::contains);
            })
        .toList();
  }

  boolean anyRunning() {
    return known.values().stream().anyMatch(one -> !one.state().isFinal());
  }
}
