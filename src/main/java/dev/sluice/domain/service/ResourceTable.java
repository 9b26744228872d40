package dev.sluice.domain.service;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which amounts of memory are offered with which amounts of CPU (R14). Part of the engine's
/// configuration.
public record ResourceTable(List<Row> rows) {
  /// The pairs of R14.
  public static final ResourceTable DEFAULT =
      new ResourceTable(
          List.of(
              new Row(new BigDecimal("0.25"), List.of(512, 1024, 2048)),
              row("0.5", 1, 4),
              row("1", 1, 8),
              row("2", 4, 16),
              row("4", 8, 32),
              row("8", 16, 32),
              row("12", 24, 48),
              row("16", 32, 64)));

  /// @param cpu cores
  /// @param memoryMiB the amounts offered with them, ascending
  public record Row(BigDecimal cpu, List<Integer> memoryMiB) {
    public Row {
      memoryMiB = List.copyOf(memoryMiB);
    }
  }

  public ResourceTable {
    rows = List.copyOf(rows);
  }

  /// The row for `cpu` cores.
  public Optional<Row> find(BigDecimal cpu) {
    return rows.stream().filter(row -> row.cpu().compareTo(cpu) == 0).findFirst();
  }

  Optional<Violation> check(Resources resources) {
    var row = find(resources.cpu());
    String cpu = resources.cpu().toPlainString();
    if (row.isEmpty()) {
      return Optional.of(
          Violations.resourceCpu(
              cpu,
              rows.stream().map(r -> r.cpu().toPlainString()).collect(Collectors.joining(", "))));
    }
    if (row.get().memoryMiB().contains(resources.memoryMiB())) {
      return Optional.empty();
    }
    return Optional.of(
        Violations.resourcePair(
            cpu,
            Integer.toString(resources.memoryMiB()),
            row.get().memoryMiB().stream()
                .map(mib -> mib + " MiB")
                .collect(Collectors.joining(", "))));
  }

  /// A row of whole gibibytes. R14 gives ranges; inside one, every whole GiB is offered.
  private static Row row(String cpu, int fromGiB, int toGiB) {
    var memory = new ArrayList<Integer>();
    for (int gib = fromGiB; gib <= toGiB; gib++) {
      memory.add(gib * 1024);
    }
    return new Row(new BigDecimal(cpu), memory);
  }
}
