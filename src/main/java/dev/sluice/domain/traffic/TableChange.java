package dev.sluice.domain.traffic;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What makes one [RoutingTable] of another, so that a change of one service costs the same among
/// ten thousand as among ten.
///
/// @param base number of the table it was made for; empty when it holds for any
/// @param number of the table that comes out
/// @param services these replace their service's part, or are added
/// @param gone these have no part any more
public record TableChange(OptionalLong base, long number, List<ServiceRoute> services, Gone gone) {

  public TableChange {
    services = List.copyOf(services);
  }

  /// The services that the next table lacks.
  public sealed interface Gone {
    /// None is.
    Gone NONE = new These(Set.of());

    boolean includes(ServiceName service);

    /// Just these.
    record These(Set<ServiceName> services) implements Gone {
      public These {
        services = Set.copyOf(services);
      }

      @Override
      public boolean includes(ServiceName service) {
        return services.contains(service);
      }
    }

    /// Every one that is not among these. It ends a table that was sent in parts.
    record AllBut(Set<ServiceName> services) implements Gone {
      public AllBut {
        services = Set.copyOf(services);
      }

      @Override
      public boolean includes(ServiceName service) {
        return !services.contains(service);
      }
    }
  }

  /// Makes `table` of whatever there is.
  public static TableChange to(RoutingTable table) {
    return new TableChange(
        OptionalLong.empty(),
        table.number(),
        table.services(),
        new Gone.AllBut(names(table.services())));
  }

  private static Set<ServiceName> names(Collection<ServiceRoute> services) {
    return services.stream().map(ServiceRoute::name).collect(Collectors.toSet());
  }

  /// Whether it was made for the table with this number.
  public boolean holdsFor(long present) {
    return base.isEmpty() || base.getAsLong() == present;
  }

  /// The table that comes out.
  public RoutingTable of(RoutingTable before) {
    var replaced = names(services);
    var next =
        before.services().stream()
            .filter(route -> !replaced.contains(route.name()) && !gone.includes(route.name()))
            .collect(Collectors.toList());
    next.addAll(services);
    return new RoutingTable(number, next);
  }
}
